"""How people want to be told goes with the file, and no list of people takes it away from them."""

import datetime as dt

from accounts.models import Person
from nursery.scope import nursery_scope
from portability.faults import NurseryFileError
from portability.importing import import_document
from reminders.models import Preference, Reach
from tests.portability.everything import everything


def faults_of(document) -> list[str]:
    try:
        import_document(document)
    except NurseryFileError as error:
        return [str(fault) for fault in error.faults]
    return []


def with_kinds(*kinds):
    document = everything()
    document["people"][0]["reminders"]["kinds"] = list(kinds)
    return document


def test_a_person_is_told_as_the_file_says(db):
    nursery = import_document(everything())
    with nursery_scope(nursery):
        amara = Person.objects.get(key="amara")
        assert amara.language == "en-gb"
        assert amara.reach.quiet_from == dt.time(20, 30)
        assert amara.reach.call_outs_pass
        assert Preference.objects.get(person=amara, kind="rota.shift_tomorrow").channels == ["text", "email"]
        assert Preference.objects.get(person=amara, kind="rota.places_open").channels == []


def test_a_list_of_people_that_says_nothing_of_it_leaves_it_alone(harebell):
    document = everything()
    del document["people"][0]["reminders"], document["people"][0]["language"]
    nursery = import_document(document)
    with nursery_scope(nursery):
        amara = Person.objects.get(key="amara")
        assert amara.language == "en-gb"
        assert amara.reach.quiet_from == dt.time(20, 30)
        assert amara.preferences.count() == 3


def test_an_empty_entry_is_the_usual(harebell):
    document = everything()
    document["people"][0]["reminders"] = {}
    nursery = import_document(document)
    with nursery_scope(nursery):
        assert not Preference.objects.exists()
        assert [reach.person.key for reach in Reach.objects.select_related("person")] == ["tom"]


def test_a_kind_chosen_twice_is_a_fault(db):
    twice = {"kind": "rota.shift_tomorrow", "channels": ["email"]}
    assert faults_of(with_kinds(twice, twice)) == [
        "people[0].reminders.kinds[1].kind: 'rota.shift_tomorrow' is chosen above already"
    ]


def test_a_channel_named_twice_is_a_fault(db):
    assert faults_of(with_kinds({"kind": "rota.shift_tomorrow", "channels": ["email", "email"]})) == [
        "people[0].reminders.kinds[0].channels: must not name a channel twice"
    ]


def test_what_is_no_channel_no_time_and_no_language_is_said(db):
    document = with_kinds({"kind": "rota.shift_tomorrow", "channels": ["pigeon"], "timing": "noon"})
    document["people"][0]["language"] = "Welsh"
    document["people"][0]["reminders"]["quiet"]["from"] = "9 pm"
    assert faults_of(document) == [
        "people[0].language: must be a language, such as cy or en-gb, not 'Welsh'",
        "people[0].reminders.quiet.from: must be a clock time, HH:MM, not '9 pm'",
        "people[0].reminders.kinds[0].channels[0]: must be one of push, email, text, not 'pigeon'",
        "people[0].reminders.kinds[0].timing: must be one of at_once, morning, not 'noon'",
    ]
