"""A swap needs both to accept; each is checked for the place that they move into; both change or neither does."""

import datetime as dt

import pytest

from accounts.models import Clearance
from nursery.refusal import Refused
from reminders.models import Message
from rota.actions.booking import give_back, undo_booking
from rota.actions.cover import approve_offer, ask_for_cover, offer_place
from rota.actions.marking import mark_booking
from rota.actions.swap import accept_swap, ask_for_swap, decline_swap, withdraw_swap
from rota.models import LIVE, Booking, CoverRequest, HistoryEntry, Offer, Swap
from rota.rules.swap import AT_ONCE
from tests.builders import NOW, House
from tests.rota.letters import letter_to

pytestmark = pytest.mark.django_db

MONDAY, WEDNESDAY = dt.date(2026, 10, 12), dt.date(2026, 10, 7)


class Two:
    """Amara stands on Wednesday, Tomasz on the Monday after."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.amara, self.tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
        self.wednesday, self.monday = house.shift(WEDNESDAY), house.shift(MONDAY)
        self.hers = house.booking(house.place(self.wednesday), self.amara)
        self.his = house.booking(house.place(self.monday), self.tomasz)

    def ask(self, *wanted: Booking, now=NOW) -> Swap:
        return ask_for_swap(self.hers, wanted or [self.his], self.amara, nursery=self.house.nursery, now=now)[0]

    def accept(self, swap: Swap, now=NOW) -> Booking:
        return accept_swap(swap, self.tomasz, nursery=self.house.nursery, now=now)

    @property
    def standing(self) -> dict[str, list[str]]:
        """Who stands on which of the two days."""
        live = Booking.objects.filter(status__in=LIVE).order_by("pk")
        return {
            day: list(live.filter(shift=shift).values_list("person__name", flat=True))
            for day, shift in (("wed", self.wednesday), ("mon", self.monday))
        }


UNCHANGED = {"wed": ["Amara Okafor"], "mon": ["Tomasz Nowak"]}


@pytest.fixture
def two(house: House) -> Two:
    return Two(house)


def refused(two: Two, swap: Swap, code: str, *, standing=None) -> str:
    """Accepting is refused with that code, nothing has changed; the sentence."""
    with pytest.raises(Refused) as caught:
        two.accept(swap)
    assert caught.value.refusal.code == code
    assert two.standing == (standing or UNCHANGED)
    return str(caught.value.refusal)


# --- Both change


def test_until_the_yes_each_keeps_their_own(two: Two):
    two.ask()
    assert two.standing == UNCHANGED


def test_the_yes_exchanges_both(two: Two):
    mine = two.accept(two.ask())
    assert two.standing == {"wed": ["Tomasz Nowak"], "mon": ["Amara Okafor"]}
    assert (mine.person, mine.shift) == (two.tomasz, two.wednesday)
    assert set(Booking.objects.filter(pk__in=[two.hers.pk, two.his.pk]).values_list("status", flat=True)) == {
        "cancelled"
    }


def test_two_turns_at_the_same_time_in_two_places_can_be_exchanged(two: Two):
    """Neither is in two places at once, at no moment."""
    food = two.house.booking(two.house.place(two.house.shift(WEDNESDAY, duty=two.house.food)), two.tomasz)
    two.accept(two.ask(food))
    assert two.standing == {"wed": ["Tomasz Nowak"], "mon": ["Tomasz Nowak"]}


def test_inside_the_notice_period_a_swap_is_not_late(two: Two):
    now = two.wednesday.starts_at - dt.timedelta(hours=1)
    two.accept(two.ask(now=now), now=now)
    two.hers.refresh_from_db()
    assert two.hers.status == "cancelled"


def test_a_swapped_turn_cannot_be_undone_like_a_fresh_booking(two: Two):
    mine = two.accept(two.ask())
    with pytest.raises(Refused, match="ten minutes"):
        undo_booking(mine, two.tomasz, nursery=two.house.nursery, now=NOW)


def test_history_says_it_on_both_shifts(two: Two):
    two.accept(two.ask())
    swapped = HistoryEntry.objects.filter(verb="swapped")
    assert {entry.shift_id for entry in swapped} == {two.wednesday.pk, two.monday.pk}
    assert {(entry.actor, entry.subject) for entry in swapped} == {(two.tomasz, two.amara)}


def test_whoever_stands_beside_a_place_stays_beside_it(two: Two):
    extra = two.house.booking(two.house.place(two.monday), two.house.staff(), covers=two.his)
    two.accept(two.ask())
    extra.refresh_from_db()
    assert extra.covers is not None
    assert (extra.covers.person, extra.status) == (two.amara, "booked")


# --- Each is checked for the place that they move into


def test_whoever_asks_must_be_cleared_for_the_place_they_want(two: Two):
    Clearance.objects.filter(person=two.amara, kind="dbs").update(ends=dt.date(2026, 10, 10))
    with pytest.raises(Refused, match="your DBS check ends on Sat 10 Oct"):
        two.ask()


def test_whoever_is_asked_must_be_cleared_for_the_place_they_get_and_the_asker_is_not_told_why(two: Two):
    food = two.house.booking(two.house.place(two.house.shift(MONDAY, "14:00", "16:00", duty=two.house.food)), two.amara)
    Clearance.objects.filter(person=two.tomasz, kind="induction").delete()
    with pytest.raises(Refused) as caught:
        ask_for_swap(food, [two.his], two.amara, nursery=two.house.nursery, now=NOW)
    assert str(caught.value.refusal).startswith("Tomasz N. can’t take your place at the moment.")


def test_the_rules_run_again_at_the_yes_and_say_nothing_of_the_other(two: Two):
    swap = two.ask()
    Clearance.objects.filter(person=two.amara, kind="dbs").delete()
    sentence = refused(two, swap, "they_cannot")
    assert "DBS" not in sentence


def test_another_turn_at_that_time_stands_in_the_way(two: Two):
    swap = two.ask()
    two.house.booking(two.house.place(two.house.shift(WEDNESDAY, "12:00", "14:00", duty=two.house.food)), two.tomasz)
    with pytest.raises(Refused, match="already booked for food on Wed 7 Oct, 12:00–14:00"):
        two.accept(swap)
    assert two.standing == UNCHANGED


def test_places_of_two_kinds_are_not_swapped(two: Two):
    marta = two.house.staff()
    paid = two.house.booking(two.house.place(two.house.shift(MONDAY, "14:00", "16:00", paid=1), "paid"), marta)
    with pytest.raises(Refused, match="not places of the same kind"):
        two.ask(paid)


def test_paid_cover_in_a_parents_place_is_not_swapped_without_the_manager(two: Two):
    covering = two.house.booking(two.house.place(two.house.shift(MONDAY, "14:00", "16:00")), two.house.staff())
    with pytest.raises(Refused):
        two.ask(covering)


def test_two_on_one_shift_have_nothing_to_swap(two: Two):
    both = two.house.shift(dt.date(2026, 10, 9), parents=2)
    mine = two.house.booking(two.house.place(both), two.amara)
    theirs = two.house.booking(two.house.place(both, number=2), two.tomasz)
    with pytest.raises(Refused, match="both on this shift"):
        ask_for_swap(mine, [theirs], two.amara, nursery=two.house.nursery, now=NOW)


# --- Changed meanwhile: a plain sentence, nothing half-changed


def test_given_back_meanwhile(two: Two):
    swap = two.ask()
    give_back(two.hers, two.amara, nursery=two.house.nursery, now=NOW)
    assert "no longer possible" in refused(two, swap, "swap_ended", standing=UNCHANGED | {"wed": []})


def test_covered_meanwhile(two: Two):
    swap = two.ask()
    efua, manager = two.house.parent("Efua Mensah"), two.house.manager()
    ask_for_cover(two.hers, two.amara, nursery=two.house.nursery, now=NOW)
    offer = offer_place(two.hers.place, efua, nursery=two.house.nursery, now=NOW)  # type: ignore[arg-type]
    assert isinstance(offer, Offer)
    approve_offer(offer, manager, nursery=two.house.nursery, now=NOW)
    refused(two, swap, "swap_ended", standing=UNCHANGED | {"wed": ["Efua Mensah"]})


def test_marked_meanwhile(two: Two):
    swap = two.ask()
    later = two.wednesday.starts_at + dt.timedelta(minutes=5)
    mark_booking(two.hers, "missed", two.house.manager(), nursery=two.house.nursery, now=later)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no longer possible"):
        two.accept(swap, now=later)
    assert two.standing == UNCHANGED | {"wed": []}


def test_begun_meanwhile(two: Two):
    swap = two.ask()
    with pytest.raises(Refused, match="has begun"):
        two.accept(swap, now=two.wednesday.starts_at)


def test_swapped_with_somebody_else_meanwhile(two: Two):
    efua = two.house.parent("Efua Mensah")
    third = two.house.booking(two.house.place(two.house.shift(dt.date(2026, 10, 9))), efua)
    first, second = ask_for_swap(two.hers, [two.his, third], two.amara, nursery=two.house.nursery, now=NOW)
    accept_swap(second, efua, nursery=two.house.nursery, now=NOW)
    refused(two, first, "swap_ended", standing=UNCHANGED | {"wed": ["Efua Mensah"]})


def test_a_booking_undone_while_a_swap_is_asked_stays_as_a_record(two: Two):
    Booking.objects.filter(pk=two.his.pk).update(booked_at=NOW)
    two.his.refresh_from_db()
    swap = two.ask()
    undo_booking(two.his, two.tomasz, nursery=two.house.nursery, now=NOW)
    refused(two, swap, "swap_ended", standing=UNCHANGED | {"mon": []})


def test_a_request_for_cover_ends_with_the_swap_and_whoever_offered_is_told(two: Two):
    efua = two.house.parent("Efua Mensah")
    ask_for_cover(two.hers, two.amara, nursery=two.house.nursery, now=NOW)
    offer_place(two.hers.place, efua, nursery=two.house.nursery, now=NOW)  # type: ignore[arg-type]
    two.accept(two.ask())
    assert CoverRequest.objects.get().status == "withdrawn"
    assert Offer.objects.get().status == "declined"
    assert Message.objects.get(kind="rota.cover_declined").person == efua


# --- Who may answer, once


def test_only_the_one_who_was_asked_answers(two: Two):
    swap = two.ask()
    for action in (accept_swap, decline_swap):
        with pytest.raises(Refused, match="asked of somebody else"):
            action(swap, two.amara, nursery=two.house.nursery, now=NOW)
    assert two.standing == UNCHANGED


def test_a_no_changes_nothing_and_is_told(two: Two):
    swap = decline_swap(two.ask(), two.tomasz, nursery=two.house.nursery, now=NOW)
    assert Message.objects.get(kind="rota.swap_declined").person == two.amara
    assert "declined already" in refused(two, swap, "swap_ended")


def test_a_swap_taken_back_cannot_be_accepted(two: Two):
    swap = withdraw_swap(two.ask(), two.amara, nursery=two.house.nursery, now=NOW)
    assert "no longer asked for" in refused(two, swap, "swap_ended")


def test_a_yes_twice_is_a_yes_once(two: Two):
    swap = two.ask()
    two.accept(swap)
    with pytest.raises(Refused, match="has been made already"):
        two.accept(swap)


def test_nobody_swaps_another_persons_turn(two: Two):
    with pytest.raises(Refused, match="somebody else’s place"):
        ask_for_swap(two.hers, [two.his], two.tomasz, nursery=two.house.nursery, now=NOW)


def test_three_may_be_asked_at_once_and_no_fourth(two: Two):
    more = [
        two.house.booking(
            two.house.place(two.house.shift(dt.date(2026, 10, 13 + n))), two.house.parent(f"Parent Number{n}")
        )
        for n in range(AT_ONCE)
    ]
    two.ask(two.his, *more[:2])
    with pytest.raises(Refused, match="three people at a time"):
        two.ask(more[2])
    assert Swap.objects.count() == AT_ONCE


def test_asking_twice_is_asking_once(two: Two):
    two.ask()
    assert ask_for_swap(two.hers, [two.his], two.amara, nursery=two.house.nursery, now=NOW) == []
    assert Message.objects.filter(kind="rota.swap_asked").count() == 1


# --- What is said


def test_the_one_who_is_asked_reads_both_turns(two: Two):
    two.ask()
    letter = letter_to(two.tomasz, "rota.swap_asked", NOW)
    assert letter is not None
    assert letter.subject == "Swap Mon 12 Oct, 09:00–13:00? Amara O. asks"
    assert "you would come on Wed 7 Oct, 09:00–13:00, care instead" in letter.text


def test_both_are_told_what_is_theirs_now(two: Two):
    two.accept(two.ask())
    for person, subject in (
        (two.amara, "Swapped: you come Mon 12 Oct, 09:00–13:00"),
        (two.tomasz, "Swapped: you come Wed 7 Oct, 09:00–13:00"),
    ):
        letter = letter_to(person, "rota.swap_made", NOW)
        assert letter is not None
        assert letter.subject == subject


def test_the_one_who_asked_is_told_when_the_other_turn_changes_hands(two: Two):
    two.ask()
    give_back(two.his, two.tomasz, nursery=two.house.nursery, now=NOW)
    letter = letter_to(two.amara, "rota.swap_declined", NOW)
    assert letter is not None
    assert "has changed hands meanwhile" in letter.text


def test_what_is_no_longer_asked_is_not_sent(two: Two):
    withdraw_swap(two.ask(), two.amara, nursery=two.house.nursery, now=NOW)
    assert letter_to(two.tomasz, "rota.swap_asked", NOW) is None


def test_a_made_swap_is_not_told_once_the_turn_is_given_back(two: Two):
    mine = two.accept(two.ask())
    give_back(mine, two.tomasz, nursery=two.house.nursery, now=NOW)
    assert letter_to(two.tomasz, "rota.swap_made", NOW) is None
    assert letter_to(two.amara, "rota.swap_made", NOW) is not None
