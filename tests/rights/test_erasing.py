"""Erasing whoever has been kept long enough: what goes, what stays of a pseudonym, and that no report changes."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account, Child, Clearance, Family, Person
from accounts.scope import account_scope
from costs.models import Closing, Pay
from costs.periods import month_of, period_of_term, year_beginning
from costs.reports.building import report_of
from costs.reports.closed import check_closing
from costs.reports.documents import report_bytes
from founding.models import Draft
from membership.models import Invitation, Remark
from nursery.models import Nursery, Policy, Recorded, Term
from nursery.scope import nursery_scope
from reminders.models import Message, MessageStatus, PushDevice
from rights.actions.nightly import Night, erase_due
from rights.models import Erasure
from rota.models import Absence, Booking, CalendarFeed, Contribution, HistoryEntry
from tests.builders import NOW, House
from tests.costs.closings import Ended
from tests.rights.leaver import LEFT, NEEDLES, SIX_YEARS_ON, Leaver, rows_that_say

DAY = dt.timedelta(days=1)
THREE_YEARS_ON = dt.datetime(2029, 10, 3, 3, 10, tzinfo=dt.UTC)


def night(now: dt.datetime) -> Night:
    (done,) = erase_due(now)
    return done


@pytest.fixture
def leaver(house: House) -> Leaver:
    return Leaver(house)


def test_nothing_that_names_them_is_left_in_any_column_of_any_table(leaver: Leaver) -> None:
    assert {needle: bool(rows_that_say(needle)) for needle in NEEDLES} == dict.fromkeys(NEEDLES, True)
    assert "rota_historyentry" in rows_that_say("Zebulon")
    night(SIX_YEARS_ON)
    assert {needle: rows_that_say(needle) for needle in NEEDLES} == {needle: {} for needle in NEEDLES}


def test_who_is_erased_stays_as_a_pseudonym_and_others_as_they_are(leaver: Leaver) -> None:
    night(SIX_YEARS_ON)
    person = Person.objects.get(pk=leaver.person.pk)
    assert person.name == f"Former\u00a0member\u00a0{person.public_id}"
    assert person.short_name == person.name
    assert (person.email, person.phone, person.account, person.roles) == ("", "", None, ["parent"])
    assert Family.objects.get(pk=leaver.family.pk).key == f"former-{leaver.family.public_id}"
    child = Child.objects.get(pk=leaver.child.pk)
    assert (child.key, child.born) == (f"former-{child.public_id}", dt.date(2024, 3, 1))
    amara = Person.objects.get(pk=leaver.amara.pk)
    assert (amara.name, amara.email) == ("Amara Okafor", leaver.amara.email)


def test_what_figures_stand_on_stays_and_the_texts_in_it_go(leaver: Leaver) -> None:
    night(SIX_YEARS_ON)
    assert Booking.objects.get(pk=leaver.booking.pk).person_id == leaver.person.pk
    given = Contribution.objects.get(pk=leaver.given.pk)
    assert (int(given.hours), given.note) == (2, "")
    clearance = Clearance.objects.get(pk=leaver.clearance.pk)
    assert (clearance.kind, clearance.reference) == ("dbs", "")
    assert Pay.objects.filter(pk=leaver.pay.pk).exists()
    assert [entry.reason for entry in HistoryEntry.objects.all()] == ["", "", ""]
    for model in (Message, PushDevice, CalendarFeed, Absence, Invitation, Remark):
        assert not model.objects.exists(), model


def test_the_log_holds_ids_and_counts_and_no_name(leaver: Leaver) -> None:
    done = night(SIX_YEARS_ON)
    assert [entry.what for entry in done.done] == ["person", "child", "family"]
    entry = Erasure.objects.get(what="person")
    assert (entry.row, entry.public_id, entry.asked) == (leaver.person.pk, leaver.person.public_id, False)
    assert entry.counts["rota.reserve"] == 1
    assert entry.counts["accounts.person"] == 1
    assert not rows_that_say("Zebulon")
    changed = Recorded.objects.filter(thing="person", row=leaver.person.pk, operation="changed")
    assert {"name": True, "email": None, "phone": None} in [record.after for record in changed]


def test_twice_does_nothing_more(leaver: Leaver) -> None:
    night(SIX_YEARS_ON)
    assert night(SIX_YEARS_ON + DAY).done == []


def test_the_child_goes_first_and_each_waits_for_the_night_after_its_time(leaver: Leaver) -> None:
    assert [entry.what for entry in night(THREE_YEARS_ON - DAY).done] == ["leavers", "messages"]
    assert Child.objects.get(pk=leaver.child.pk).name == "Zuzu"
    assert [entry.what for entry in night(THREE_YEARS_ON).done] == ["child"]
    assert Person.objects.get(pk=leaver.person.pk).name == "Zebulon Quartermain"
    assert night(SIX_YEARS_ON - DAY).done == []


def test_the_periods_are_the_nursery_s_own(leaver: Leaver) -> None:
    Policy.objects.update(keep_account_years=1, keep_child_years=1)
    assert [e.what for e in night(dt.datetime(2027, 10, 3, 3, tzinfo=dt.UTC)).done] == ["person", "child", "family"]


def test_what_only_served_while_they_were_here_goes_the_night_after(leaver: Leaver) -> None:
    the_day = dt.datetime(2026, 10, 2, 3, 10, tzinfo=dt.UTC)
    assert night(the_day).done == []
    (entry,) = night(the_day + DAY).done
    assert entry.what == "leavers"
    assert set(entry.counts) == {
        "reminders.bounced",
        "reminders.preference",
        "reminders.pushdevice",
        "reminders.reach",
        "rota.calendarfeed",
        "rota.reserve",
    }
    assert Person.objects.get(pk=leaver.person.pk).name == "Zebulon Quartermain"


def test_messages_go_after_their_months_and_what_waits_stays(leaver: Leaver) -> None:
    waits = Message.objects.create(
        nursery=leaver.nursery,
        kind="rota.booked",
        person=leaver.amara,
        subject="y",
        due_at=NOW,
        send_at=NOW,
        queued_at=NOW,
        status=MessageStatus.WAITING,
    )
    night(dt.datetime(2027, 3, 31, 3, tzinfo=dt.UTC))
    assert Message.objects.count() == 2
    night(dt.datetime(2027, 4, 1, 3, tzinfo=dt.UTC))
    assert list(Message.objects.all()) == [waits]


def test_whoever_asked_and_was_granted_goes_the_night_after_their_last_day(leaver: Leaver) -> None:
    wish = leaver.wish(granted=None)
    soon = dt.datetime(2026, 10, 3, 3, 10, tzinfo=dt.UTC)
    night(soon)
    assert Person.objects.get(pk=leaver.person.pk).name == "Zebulon Quartermain"
    wish.granted, wish.decided_at = True, NOW
    wish.save()
    night(soon)
    assert Erasure.objects.get(what="person").asked
    assert Person.objects.get(pk=leaver.person.pk).is_erased


def test_an_account_that_is_somebody_elsewhere_stays(leaver: Leaver, other_house: House) -> None:
    with nursery_scope(other_house.nursery):
        other_house.parent("Zebulon Quartermain", account=leaver.account, email="zq@example.org")
    erase_due(SIX_YEARS_ON)
    assert Account.objects.filter(pk=leaver.account.pk).exists()
    with nursery_scope(other_house.nursery):
        assert Person.objects.get().name == "Zebulon Quartermain"


def test_one_that_fails_is_taken_back_whole_and_keeps_nobody_else(leaver: Leaver) -> None:
    """Here PostgreSQL itself refuses: another row has the key that the pseudonym would have."""
    leaver.house.parent("Ben Carter", left=LEFT)
    Person.objects.filter(name="Ben Carter").update(key=f"former-{leaver.person.public_id}")
    with pytest.raises(RuntimeError, match="1 could not be erased"):
        erase_due(SIX_YEARS_ON)
    assert Person.objects.get(pk=leaver.person.pk).name == "Zebulon Quartermain"
    assert Absence.objects.filter(person=leaver.person).exists()
    assert not Person.objects.filter(name="Ben Carter").exists()


def test_the_command_says_what_is_due_and_writes_nothing_unless_told(leaver: Leaver, capsys, monkeypatch) -> None:
    Person.objects.filter(pk=leaver.person.pk).update(left=dt.date(2010, 1, 1))
    call_command("erase", "--dry-run")
    said = capsys.readouterr().out
    assert "bluebell: due 1 people" in said
    assert not Erasure.objects.exists()
    call_command("erase", "--nursery", "bluebell")
    assert leaver.person.public_id in capsys.readouterr().out
    with pytest.raises(CommandError, match="no nursery"):
        call_command("erase", "--nursery", "nowhere")


@pytest.mark.parametrize("closed", [False, True])
def test_no_past_report_changes_by_a_byte(leaver: Leaver, closed: bool) -> None:
    """Of an open term worked out anew from its rows; of a closed one as it is kept, and worked out anew as well."""
    ended = Ended(leaver.house)
    if closed:
        ended.close()
    before = reports_of(leaver.nursery)
    night(SIX_YEARS_ON)
    assert Person.objects.get(pk=leaver.person.pk).is_erased
    assert reports_of(leaver.nursery) == before
    if closed:
        closing = Closing.objects.select_related("term").get()
        checked = check_closing(closing, closing.nursery)
        assert (checked.agrees, checked.differing) == (True, ())
        assert not any(needle.encode() in closing.kept_inputs + closing.kept_document for needle in NEEDLES)
        assert Contribution.objects.get(pk=leaver.given.pk).note == ""


def reports_of(nursery: Nursery) -> list[bytes]:
    """Of the term, of a month of it, and of its financial year."""
    found = Nursery.objects.select_related("policy").get(pk=nursery.pk)
    periods = [period_of_term(Term.objects.get()), month_of(dt.date(2026, 9, 1)), year_beginning(2026, 4)]
    return [report_bytes(report_of(found, period, SIX_YEARS_ON.date())) for period in periods]


def test_an_account_that_founds_another_nursery_stays(leaver: Leaver) -> None:
    with account_scope(leaver.account):
        Draft.objects.create(account=leaver.account, made_at=NOW, touched_at=NOW)
    night(SIX_YEARS_ON)
    assert Person.objects.get(pk=leaver.person.pk).is_erased
    assert Account.objects.filter(pk=leaver.account.pk).exists()


@pytest.mark.parametrize(
    ("name", "note", "is_emptied"),
    [
        ("May", "Painting, which may take two days in mayhem", False),
        ("May", "Painting with May.", True),
        ("May Lin", "Painting with may lin, twice", True),
        ("May Lin", "Painting with May Lindqvist", False),
        ("J. (Jo) O’Hara+", "With J. (Jo) O’Hara+ in the garden", True),
    ],
)
def test_a_text_is_emptied_where_it_names_them_and_not_where_a_word_begins_alike(
    leaver: Leaver, name: str, note: str, is_emptied: bool
) -> None:
    leaver.person.name = name
    leaver.person.save()
    other = Contribution.objects.create(
        nursery=leaver.nursery,
        person=leaver.amara,
        duty=leaver.given.duty,
        date=leaver.given.date,
        hours=1,
        note=note,
    )
    night(SIX_YEARS_ON)
    other.refresh_from_db()
    assert other.note == ("" if is_emptied else note)
