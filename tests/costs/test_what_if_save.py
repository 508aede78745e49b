"""A what-if is kept only under a name, and can be renamed, removed and brought back."""

import re

import pytest
import time_machine
from django.test import Client

from accounts.models import Person
from costs.models import Change, ChangeVerb, WhatIf
from costs.queries.changes import said_changes
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from tests.builders import House
from tests.costs.bluebell import AFTER_TERM, PARENT, TREASURER, TRUSTEE, browser_of
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
SAVE = "/bluebell/costs/what-if/keep/"
LIST = "/bluebell/costs/what-ifs/"
QUERIES = 10
ASKED = "term=autumn-2026&a-places=-1&a-duty=care&a-day=4&b-rise=5"


@pytest.fixture
def trustee(bluebell: Nursery):
    with time_machine.travel(AFTER_TERM, tick=False):
        yield browser_of(bluebell, TRUSTEE)


def kept(bluebell: Nursery) -> list[WhatIf]:
    with nursery_scope(bluebell):
        return list(WhatIf.objects.select_related("term", "by"))


def verbs(bluebell: Nursery) -> list[str]:
    with nursery_scope(bluebell):
        return list(Change.objects.filter(thing="whatif").order_by("pk").values_list("verb", flat=True))


def keep(trustee: Client, name: str = "One fewer on Fridays", asked: str = ASKED):
    return trustee.post(SAVE, {"name": name, "asked": asked}, follow=True)


def undo_of(response) -> str:
    found = re.search(r'action="([^"]+/(?:remove|put-back)/)"[^>]*hx-post', response.content.decode())
    assert found
    return found[1]


def test_a_named_question_is_kept_in_the_form_s_own_words(trustee: Client, bluebell: Nursery):
    text = text_of(keep(trustee))
    (one,) = kept(bluebell)
    assert (one.name, one.term.key, one.by.key, one.at) == ("One fewer on Fridays", "autumn-2026", TRUSTEE, AFTER_TERM)
    assert one.changes == {"a-places": "-1", "a-duty": "care", "a-day": "4", "b-rise": "5"}
    assert "Care: 1 parent place fewer on Fridays" in text
    assert "Pay up by 5 %" in text
    assert verbs(bluebell) == [ChangeVerb.ADDED]


def test_what_is_kept_opens_with_its_answer_for_every_reader(trustee: Client, bluebell: Nursery):
    body = keep(trustee).content.decode()
    url = re.search(r'href="([^"]+\?term=autumn-2026[^"]+)"', body)
    assert url
    text = text_of(browser_of(bluebell, TREASURER).get(url[1].replace("&amp;", "&")))
    assert "on 11 days there would be too few adults" in text


def test_keeping_is_undone_and_that_too(trustee: Client, bluebell: Nursery):
    removed = trustee.post(undo_of(keep(trustee)), follow=True)
    assert kept(bluebell) == []
    trustee.post(undo_of(removed))
    (one,) = kept(bluebell)
    assert (one.name, one.by.key, one.at) == ("One fewer on Fridays", TRUSTEE, AFTER_TERM)
    assert one.changes["b-rise"] == "5"
    assert verbs(bluebell) == [ChangeVerb.ADDED, ChangeVerb.REMOVED, ChangeVerb.ADDED]


def test_put_back_twice_is_put_back_once(trustee: Client, bluebell: Nursery):
    url = undo_of(trustee.post(undo_of(keep(trustee)), follow=True))
    trustee.post(url)
    trustee.post(url)
    assert len(kept(bluebell)) == 1


def test_what_never_was_cannot_be_put_back(trustee: Client):
    assert trustee.post(f"{LIST}bcdfghjkmnpq/put-back/").status_code == 404


def test_it_is_renamed_with_a_record_of_both_names(trustee: Client, bluebell: Nursery):
    keep(trustee)
    (one,) = kept(bluebell)
    trustee.post(f"{LIST}{one.public_id}/rename/", {f"{one.public_id}-name": "Fridays, and dearer"})
    (one,) = kept(bluebell)
    assert one.name == "Fridays, and dearer"
    with nursery_scope(bluebell):
        change = Change.objects.get(verb=ChangeVerb.CHANGED)
    assert (change.before, change.after) == ({"name": "One fewer on Fridays"}, {"name": "Fridays, and dearer"})


def test_the_record_of_changes_says_it_without_who_kept_it_first(trustee: Client, bluebell: Nursery):
    keep(trustee)
    with nursery_scope(bluebell):
        (change,), _page = said_changes("", bluebell, whole=False)
    assert change.thing == "a what-if"
    assert [(detail.name, detail.after) for detail in change.details] == [
        ("of", "Autumn term 2026"),
        ("called", "One fewer on Fridays"),
    ]


@pytest.mark.parametrize(("name", "sentence"), [("  ", "Give it a name"), ("x" * 81, "Write at most 80 letters.")])
def test_a_name_that_will_not_do_is_said_and_nothing_is_written(
    trustee: Client, bluebell: Nursery, name: str, sentence: str
):
    response = keep(trustee, name)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert kept(bluebell) == []
    keep(trustee)
    (one,) = kept(bluebell)
    response = trustee.post(f"{LIST}{one.public_id}/rename/", {f"{one.public_id}-name": name})
    assert response.status_code == 422
    assert sentence in text_of(response)


@pytest.mark.parametrize("asked", ["term=autumn-2026", "term=autumn-2026&a-day=4"])
def test_nothing_asked_is_nothing_to_keep(trustee: Client, bluebell: Nursery, asked: str):
    response = keep(trustee, asked=asked)
    assert response.status_code == 422
    assert kept(bluebell) == []


def test_what_cannot_be_answered_is_not_kept(trustee: Client, bluebell: Nursery):
    response = keep(trustee, asked="term=autumn-2026&a-places=-3&a-duty=care")
    assert response.status_code == 422
    assert "There was only 1 parent place on a Care shift every day." in text_of(response)
    assert kept(bluebell) == []


def test_what_is_kept_about_a_duty_that_is_gone_can_still_be_opened(trustee: Client, bluebell: Nursery):
    with nursery_scope(bluebell):
        WhatIf.objects.create(
            nursery=bluebell,
            name="Gardens",
            term=Term.objects.get(key="autumn-2026"),
            changes={"a-duty": "gardening", "a-places": "1"},
            by=Person.objects.get(key=TRUSTEE),
            at=AFTER_TERM,
        )
    assert "What it asked about is not here any more." in text_of(trustee.get(LIST))


def test_a_kept_question_goes_out_in_the_nursery_file_and_comes_back(trustee: Client, bluebell: Nursery):
    keep(trustee)
    document = export_document(bluebell)
    assert document["what_ifs"] == [
        {
            "name": "One fewer on Fridays",
            "term": "autumn-2026",
            "changes": {"a-places": "-1", "a-duty": "care", "a-day": "4", "b-rise": "5"},
            "by": TRUSTEE,
            "at": "2026-12-14T12:00:00Z",
        }
    ]
    before = kept(bluebell)[0].public_id
    import_document(document)
    assert [one.public_id for one in kept(bluebell)] == [before]
    import_document({**document, "what_ifs": []})
    assert kept(bluebell) == []


def test_without_any_the_list_says_what_will_be_here(trustee: Client):
    assert "Nothing is kept yet" in text_of(trustee.get(LIST))


@pytest.mark.parametrize("count", [1, 9])
def test_the_list_asks_as_many_queries_however_long_it_is(
    trustee: Client, bluebell: Nursery, count: int, django_assert_num_queries
):
    for number in range(count):
        keep(trustee, f"Question {number}")
    trustee.get(LIST)
    with django_assert_num_queries(QUERIES):
        trustee.get(LIST)


def test_another_nursery_s_is_not_found(bluebell: Nursery, trustee: Client):
    keep(trustee)
    (one,) = kept(bluebell)
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        stranger = client_of(other.person("Ruth Adeyemi", "trustee"))
    assert stranger.post(f"/clover/costs/what-ifs/{one.public_id}/rename/", {"name": "mine"}).status_code == 404
    stranger.post(f"/clover/costs/what-ifs/{one.public_id}/remove/")
    assert stranger.post(f"/clover/costs/what-ifs/{one.public_id}/put-back/").status_code == 404
    assert len(kept(bluebell)) == 1


def test_a_parent_keeps_nothing(bluebell: Nursery):
    with time_machine.travel(AFTER_TERM, tick=False):
        assert browser_of(bluebell, PARENT).post(SAVE, {"name": "x", "asked": ASKED}).status_code == 403
