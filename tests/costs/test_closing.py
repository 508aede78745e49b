"""Closing a term: the treasurer proposes, a trustee confirms what they have seen, and it is settled for good."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Clearance
from costs.actions.closing import ClosingChanged, confirm_closing, propose_closing, withdraw_closing
from costs.models import Change, Closing, Pay, Rate
from costs.periods import period_of_term
from costs.queries import savings_facts, savings_of
from costs.queries.closing import last_word_about, open_proposals, unfinished_in
from costs.reports.building import report_of
from costs.reports.documents import report_bytes
from nursery.models import Term
from nursery.refusal import Refused
from nursery.settled import is_settled
from reminders.models import Message
from rota.models import Contribution
from tests.builders import House
from tests.costs.closings import NOW, TODAY, WORKED_ON, Ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(house: House) -> Ended:
    return Ended(house)


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_a_term_is_proposed_then_confirmed_and_then_closed(ended: Ended):
    closing = ended.propose()
    assert (closing.closed_at, Term.objects.get(key="autumn").closed_at) == (None, None)
    assert told("costs.closing_proposed") == ["Ruth Adeyemi"]
    assert [found.pk for found in open_proposals()] == [closing.pk]

    confirm_closing(closing, ended.digest(), ended.trustee, **ended.what)

    assert Term.objects.get(key="autumn").closed_at == NOW
    assert told("costs.term_closed") == ["Nia Evans"]
    assert open_proposals() == []
    assert list(Change.objects.order_by("pk").values_list("actor__name", "verb", "thing")) == [
        ("Nia Evans", "proposed", "term"),
        ("Ruth Adeyemi", "closed", "term"),
    ]


def test_what_is_kept_holds_ids_and_no_name_nor_address(ended: Ended):
    kept = ended.close().kept_inputs.decode()
    for name in ("Amara", "Okafor", "Nia", "Ruth", "@example.org", ended.parent.family.key, ended.parent.key):  # type: ignore[union-attr]
        assert name not in kept
    assert f'"{ended.parent.pk}"' in kept


def test_a_closed_terms_report_stays_though_todays_rows_would_give_another(ended: Ended):
    document = ended.close().kept_document
    Rate.objects.update(wage=Decimal(99))
    Rate.objects.update(source="Another")
    ended.house.food.name = "Cooking"
    ended.house.food.save()

    found = report_of(ended.nursery, period_of_term(ended.term), TODAY + dt.timedelta(days=300))

    assert report_bytes(found) == document
    assert found.scenarios.central.net == Decimal("25.00")
    assert [line.name for line in found.scenarios.central.lines] == ["Food"]
    assert found.closed_on == TODAY
    assert found.inputs_digest == Closing.objects.get().inputs_digest


def test_what_opens_a_closed_terms_figures_agrees_with_its_report(ended: Ended):
    ended.close()
    Rate.objects.update(wage=Decimal(99))
    Pay.objects.create(nursery=ended.nursery, person=ended.trustee, starts=WORKED_ON, hourly_cost=Decimal(1))
    facts = savings_facts(ended.nursery, ended.term.starts, ended.term.ends)
    assert [rate.wage for rate in facts.rates] == [Decimal(10)]
    assert facts.pay == ()
    assert [booking.key for booking in facts.rota.bookings] == [str(ended.booking.pk)]
    assert {person.family for person in facts.rota.people} == {None, ended.parent.family.key}  # type: ignore[union-attr]
    assert savings_of(ended.nursery, ended.term.starts, ended.term.ends).central.net == Decimal("25.00")
    assert savings_of(ended.nursery, ended.term.starts, WORKED_ON).central.net == Decimal("381.00")  # other days: rows


def test_it_cannot_be_proposed_while_the_term_runs(ended: Ended):
    with pytest.raises(Refused, match="Autumn term is not over yet"):
        propose_closing(ended.term, "", ended.treasurer, nursery=ended.nursery, now=NOW, today=ended.term.ends)


def test_earlier_terms_come_first(ended: Ended):
    spring = Term.objects.create(
        nursery=ended.nursery, key="spring", name="Spring term", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )
    later = ended.what | {"today": dt.date(2027, 4, 1)}
    with pytest.raises(Refused, match="Autumn term is still open"):
        propose_closing(spring, "", ended.treasurer, **later)


def test_what_is_missing_blocks_it(ended: Ended):
    Rate.objects.all().delete()
    with pytest.raises(Refused, match="1 thing is missing from its figures"):
        propose_closing(ended.term, ended.digest(), ended.treasurer, **ended.what)


def test_what_is_unfinished_is_said_and_does_not_block(ended: Ended):
    house = ended.house
    house.booking(house.place(house.shift(dt.date(2026, 10, 7))), house.parent("Efua Mensah"))
    given = house.booking(house.place(house.shift(dt.date(2026, 10, 8))), house.parent(), status="worked")
    given.cover_requests.create(nursery=house.nursery, asked_at=NOW)
    Contribution.objects.create(
        nursery=house.nursery, date=WORKED_ON, person=ended.parent, duty=house.food, hours=Decimal(1)
    )
    found = unfinished_in(ended.term)
    assert (found.unmarked, found.unmarked_on) == (1, dt.date(2026, 10, 7))
    assert (found.unconfirmed, found.unconfirmed_on) == (1, dt.date(2026, 10, 8))
    assert (found.contributions, found.cover, found.cover_on) == (1, 1, dt.date(2026, 10, 8))
    assert ended.close().closed_at == NOW


def test_whoever_proposed_cannot_confirm_though_they_are_a_trustee_too(ended: Ended):
    both = ended.house.person("Ada Both", "treasurer", "trustee")
    closing = ended.propose(both)
    with pytest.raises(Refused, match="somebody else has to confirm it"):
        confirm_closing(closing, ended.digest(), both, **ended.what)


def test_nor_can_they_as_another_person_of_the_same_account(ended: Ended):
    again = ended.house.person("Nia E.", "trustee", account=ended.treasurer.account)
    with pytest.raises(Refused, match="somebody else has to confirm it"):
        confirm_closing(ended.propose(), ended.digest(), again, **ended.what)


def test_only_a_trustee_confirms(ended: Ended):
    other = ended.house.person("Owen Hill", "treasurer")
    with pytest.raises(Refused, match="Only a trustee confirms"):
        confirm_closing(ended.propose(), ended.digest(), other, **ended.what)


@pytest.mark.parametrize("what", ["mark", "rate", "clearance", "name"])
def test_what_changed_since_it_was_looked_at_is_shown_anew(ended: Ended, what: str):
    closing, seen = ended.propose(), ended.digest()
    match what:
        case "mark":
            ended.booking.status = "missed"
            ended.booking.confirmed = False
            ended.booking.save()
        case "rate":
            Rate.objects.update(wage=Decimal(11))
        case "clearance":
            Clearance.objects.filter(person=ended.parent).first().delete()  # type: ignore[union-attr]
        case "name":
            Term.objects.filter(pk=ended.term.pk).update(name="Michaelmas")
    with pytest.raises(ClosingChanged) as changed:
        confirm_closing(closing, seen, ended.trustee, **ended.what)
    assert changed.value.kept.inputs_digest == ended.digest() != seen
    assert Term.objects.get(key="autumn").closed_at is None


def test_a_trustee_sends_it_back_with_a_word_and_it_is_proposed_again(ended: Ended):
    withdraw_closing(
        ended.propose(), ended.trustee, "The bank staff of May are missing.", nursery=ended.nursery, now=NOW
    )
    assert not Closing.objects.exists()
    assert told("costs.closing_sent_back") == ["Nia Evans"]
    word = last_word_about(ended.term)
    assert word is not None
    assert (word.actor.name, word.reason) == ("Ruth Adeyemi", "The bank staff of May are missing.")
    assert ended.close().closed_at == NOW


def test_it_is_proposed_once(ended: Ended):
    ended.propose()
    with pytest.raises(Refused, match="proposed for closing already"):
        ended.propose()


def test_what_is_closed_is_not_closed_sent_back_or_changed_again(ended: Ended):
    closing = ended.close()
    with pytest.raises(Refused, match="closed already"):
        propose_closing(ended.term, "", ended.treasurer, **ended.what)
    with pytest.raises(Refused, match="Nobody proposes this any more"):
        withdraw_closing(closing, ended.trustee, "", nursery=ended.nursery, now=NOW)
    for change in (
        lambda: Closing.objects.update(engine="another"),
        lambda: Closing.objects.update(document=b"{}"),
        lambda: Closing.objects.all().delete(),
        lambda: ended.booking.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        ended.entry.delete()
    assert is_settled(refused.value)


def test_the_term_after_is_compared_with_the_closed_one_as_it_was(ended: Ended):
    ended.close()
    Rate.objects.update(wage=Decimal(99))
    spring = Term.objects.create(
        nursery=ended.nursery, key="spring", name="Spring term", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )
    found = report_of(ended.nursery, period_of_term(spring), dt.date(2027, 4, 1))
    assert found.before is not None
    assert found.before.net_central == Decimal("25.00")


def test_what_is_kept_is_canonical_json(ended: Ended):
    closing = ended.close()
    for kept in (closing.kept_inputs, closing.kept_document):
        assert json.loads(kept)
        assert b"\n" not in kept
    assert len(bytes(closing.inputs or b"")) < len(closing.kept_inputs) / 2
