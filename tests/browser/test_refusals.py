"""Each rule's sentence and its way on, seen on the page of whom it refuses: one nursery, every rule.

What no page offers any more is reached as it is in life: a page left open while something changed behind it.

All in one file, because the check that no rule is forgotten counts the scenarios that stand beside it: hence its
length.
"""

import ast
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as conf
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.links import link_path
from accounts.models import Child, ChildSession, Person
from nursery.models import Policy, Session, Term
from nursery.scope import nursery_scope
from rota import messages
from rota.models import Absence, Booking, CoverRequest, Offer, Place, Shift
from tests.builders import House
from tests.databases import TEMPLATE, copy, drop, one_at_a_time, point_at
from tests.pages import client_of

RULES = Path(__file__).parents[2] / "rota" / "rules"
# Rules of these modules are seen on their pages by tests of their own.
ELSEWHERE = {
    "absence": "tests/rota/test_absence_pages.py",
    "closures": "tests/rota/test_closures.py",
    "equally_cleared": "tests/rota/test_equally_cleared.py",  # on no page: where it refuses, the manager is asked
    "shifts": "tests/rota/test_shift_change.py",
    "attendance": "tests/rota/test_walk_in.py",
    "calling": "tests/rota/test_links.py",
    "clearances": "tests/rota/test_person_clearances.py",
    "contributions": "tests/rota/test_contributions.py",
    "deputies": "tests/rota/test_deputies.py",
    "planning": "tests/rota/test_pattern_change.py",
    "reserves": "tests/rota/test_reserve.py",
    "relief": "tests/rota/test_relief_add.py",
    "standing": "tests/rota/test_standing_add.py",
    "swap": "tests/rota/test_swap_ask.py",
}


class Story:
    """One nursery at ten on a Wednesday, and a browser in which somebody is signed in."""

    def __init__(self, house: House, page: Page, site: str, ten: dt.datetime) -> None:
        self.house, self.page, self.site, self.ten = house, page, site, ten
        self.wednesday = ten.date()
        self.next_week = self.wednesday + dt.timedelta(days=7)

    def shift(self, day: dt.date | None = None, starts: str = "09:00", ends: str = "13:00", **fields: Any) -> Shift:
        return self.house.shift(day or self.next_week, starts, ends, **fields)

    def place(self, *args: Any, kind: str = "parent", **fields: Any) -> Place:
        if kind == "paid":
            fields |= {"paid": 1, "parents": 0}
        return self.house.place(self.shift(*args, **fields), kind)

    def booking(self, place: Place, person: Person, **fields: Any) -> Booking:
        return self.house.booking(place, person, **({"booked_at": self.ten - dt.timedelta(days=3)} | fields))

    def sign_in(self, person: Person) -> None:
        cookie = client_of(person).cookies[conf.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": conf.SESSION_COOKIE_NAME, "value": cookie, "url": self.site}])

    def open(self, path: str, person: Person) -> None:
        self.sign_in(person)
        self.page.goto(f"{self.site}/bluebell/rota/{path}")

    def open_place(self, place: Place, person: Person) -> None:
        self.open(f"places/{place.public_id}/", person)

    def open_shift(self, shift: Shift, person: Person) -> None:
        self.open(f"shifts/{shift.public_id}/", person)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def sees(self, sentence: str, way_on: str) -> None:
        """Side by side, or one above the other, wherever the page says it."""
        for words in (sentence, way_on):
            assert words
            expect(self.page.locator("body")).to_contain_text(words)

    def mine(self, **fields: Any) -> tuple[Booking, Person]:
        """A booking of next week, and whose it is, with their place open before them."""
        person = self.house.parent()
        booking = self.booking(self.place(), person, **fields)
        assert booking.place is not None
        self.open_place(booking.place, person)
        return booking, person

    def change(self, row: Any, **fields: Any) -> None:
        """What changes behind a page that was left open."""
        type(row).objects.filter(pk=row.pk).update(**fields)


Scenario = Callable[[Story], None]
SEEN: dict[tuple[str, str], Scenario] = {}


def sees(rule: str, *codes: str) -> Callable[[Scenario], Scenario]:
    """This scenario shows these refusals of `rule` ("module.function")."""

    def keep(scenario: Scenario) -> Scenario:
        for code in codes:
            assert (rule, code) not in SEEN
            SEEN[rule, code] = scenario
        return scenario

    return keep


def codes_of(path: Path) -> set[tuple[str, str]]:
    """Every refusal that a module of rules makes, by the function that makes it; "?" for a code worked out."""
    found = set()
    for function in ast.parse(path.read_text()).body:
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                code = node.args[0]
                name = getattr(function, "name", "")
                found.add((f"{path.stem}.{name}", str(code.value) if isinstance(code, ast.Constant) else "?"))
    return found


def test_every_refusal_of_the_rules_has_its_line_here():
    """A new rule without a scenario fails, and so does a scenario of a rule that is gone."""
    made = {found for path in RULES.glob("*.py") if path.stem not in ELSEWHERE for found in codes_of(path)}
    assert made == set(SEEN)
    assert set(ELSEWHERE) <= {path.stem for path in RULES.glob("*.py")}
    for stem, test in ELSEWHERE.items():
        assert (RULES.parents[1] / test).exists(), stem


# --- booking ---


@sees("closed_term.closed_term_refusal", "closed_term")
def in_a_closed_term(story: Story) -> None:
    place = story.place(story.wednesday - dt.timedelta(days=70))
    Term.objects.filter(key="summer").update(closed_at=story.ten - dt.timedelta(days=40))
    story.open_place(place, story.house.parent())
    story.sees("Summer term is closed: its figures are settled.", "What comes now belongs into a term that is open.")


@sees("booking.cancelled_refusal", "cancelled")
def on_a_cancelled_shift(story: Story) -> None:
    story.open_place(story.place(status="cancelled"), story.house.parent())
    story.sees("This shift has been cancelled.", "Look at the week for another one.")


@sees("booking.closed_refusal", "closed")
def on_a_day_that_is_closed(story: Story) -> None:
    story.open_place(story.place(story.wednesday + dt.timedelta(days=21)), story.house.parent())
    story.sees("The nursery is closed that day: Half term.", "Look at another week.")


@sees("booking.over_refusal", "over")
@sees("booking.begun_refusal", "begun")
def on_a_shift_that_is_over_or_begun(story: Story) -> None:
    parent = story.house.parent()
    story.open_place(story.place(story.wednesday - dt.timedelta(days=1)), parent)
    story.sees("This shift is over.", "If you were there, tell the manager, who can mark it.")
    story.open_place(story.place(story.wednesday), parent)
    story.sees("This shift has begun.", "If you can still help, tell the person who runs it.")


@sees("booking.taken_refusal", "taken", "mine")
def in_a_place_that_is_held(story: Story) -> None:
    first, second = story.house.parent(), story.house.parent("Tomasz Nowak")
    place = story.place()
    story.open_place(place, first)
    booking = story.booking(place, second)
    story.press("Book it")
    story.sees("Just taken by Tomasz N., thank you.", "Look at the week for another place.")
    booking.delete()
    story.open_place(place, first)
    story.booking(place, first)
    story.press("Book it")
    story.sees("This one is yours already.", "You will find it among your shifts.")


@sees("booking.absent_refusal", "absent")
def on_days_away(story: Story) -> None:
    way_on = "If you are back early, say so under “Days away” first."
    for days, words in ((0, "that day"), (1, f"from {said(story.next_week)} to")):
        staff = story.house.staff()
        last = story.next_week + dt.timedelta(days=days)
        Absence.objects.create(nursery=story.house.nursery, person=staff, starts=story.next_week, ends=last)
        story.open_place(story.place(kind="paid"), staff)
        story.sees(f"You are down as away {words}", way_on)


@sees("booking.left_refusal", "left")
def after_my_last_day(story: Story) -> None:
    last = story.next_week - dt.timedelta(days=1)
    me = story.house.parent(left=last)
    story.open_place(story.place(), me)
    story.sees(f"Your last day is {said(last)}", "If you stay longer, say so first")


@sees("booking.overlap_refusal", "overlap")
def where_i_stand_elsewhere(story: Story) -> None:
    parent = story.house.parent()
    shift = story.shift(parents=2)
    story.booking(story.house.place(shift), parent)
    story.open_place(story.house.place(shift, number=2), parent)
    story.sees("You already have a place on this shift.", "One person, one place: leave this one for somebody else.")
    story.open_place(story.place(starts="12:00", ends="14:00"), parent)
    story.sees(
        f"You are already booked for care on {said(story.next_week)}, 09:00–13:00.",
        "Give that one over first, or choose another time.",
    )


@sees("booking.clearance_refusal", "clearance")
def without_a_clearance(story: Story) -> None:
    story.open_place(story.place(), story.house.parent(cleared=("dbs",)))
    story.sees(
        "You can’t book this one yet: care needs references, and none is recorded for you.",
        "Ask the manager about it, or take a shift that does not need it.",
    )
    for ends, words in ((story.wednesday - dt.timedelta(days=1), "ended"), (story.wednesday, "ends")):
        parent = story.house.parent()
        parent.clearances.filter(kind="dbs").update(ends=ends)
        story.open_place(story.place(), parent)
        story.sees(
            f"You can’t book this one yet: your DBS check {words} on {said(ends)}",
            "Renew it and tell the manager, or take a shift that does not need it.",
        )


@sees("booking.not_open_yet_refusal", "not_open_yet")
def before_booking_opens(story: Story) -> None:
    place, parent = story.place(), story.house.parent()
    Policy.objects.update(booking_opens_days=2)
    story.open_place(place, parent)
    Policy.objects.update(booking_opens_days=None)
    opens = story.next_week - dt.timedelta(days=2)
    story.sees(f"Booking for this shift opens on {said(opens)}.", "Come back then, or take an earlier one.")


@sees("booking.family_limit_refusal", "family_limit")
def over_the_familys_limit(story: Story) -> None:
    """A family that has booked eight of some hours, with another that has booked nothing."""
    house = story.house
    parent, other = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
    session = Session.objects.create(
        nursery=house.nursery, key="limit", room=house.room, weekday=2, starts=dt.time(9), ends=dt.time(13)
    )
    for person in (parent, other):
        assert person.family is not None
        child = Child.objects.create(
            nursery=house.nursery, key=f"c{person.pk}", family=person.family, name="A", born=dt.date(2024, 3, 1)
        )
        ChildSession.objects.create(nursery=house.nursery, child=child, session=session)
    far = story.wednesday + dt.timedelta(days=35)
    for number in range(2):
        story.booking(story.place(far + dt.timedelta(days=number)), parent)
    place = story.place(far + dt.timedelta(days=5))
    Policy.objects.update(family_limit_percent=1, open_to_all_days=7)
    story.open_place(place, parent)
    Policy.objects.update(family_limit_percent=None)
    story.sees("Your family has 8 of its", "hours this term, and others are still below theirs.")
    story.sees("others are still below", f"It opens to everybody on {said(place.shift.date - dt.timedelta(days=7))}.")


@sees("booking.other_kind_refusal", "other_kind")
def in_a_place_of_the_other_kind(story: Story) -> None:
    place, person = story.place(), story.house.parent()
    story.open_place(place, person)
    story.change(person, roles=["staff"])
    story.press("Book it")
    story.sees("This place is kept for a parent; the manager may say yes.", "Offer to take it instead.")


# --- leaving ---


@sees("leaving.not_mine_refusal", "not_mine")
def what_is_somebody_elses(story: Story) -> None:
    booking, _person = story.mine()
    story.change(booking, person=story.house.parent("Tomasz Nowak"))
    story.press("Give it back")
    story.sees("This is somebody else’s place.", "Only they can give it over.")


@sees("leaving.no_longer_booked", "not_booked")
def what_is_no_longer_mine(story: Story) -> None:
    booking, _person = story.mine()
    story.change(booking, status="cancelled")
    story.press("Ask for cover")
    story.sees("You no longer stand in this place.", "There is nothing to do.")


@sees("leaving.not_booked_refusal", "begun")
def once_it_has_begun(story: Story) -> None:
    parent, place = story.house.parent(), story.place(story.wednesday)
    story.booking(place, parent)
    story.open_place(place, parent)
    story.sees("This shift has begun.", "Tell the person who runs it, by telephone if you can.")


@sees("leaving.undo_refusal", "undo_over")
def when_it_is_too_late_to_undo(story: Story) -> None:
    booking, _person = story.mine(booked_at=story.ten)
    story.change(booking, booked_at=story.ten - dt.timedelta(minutes=11))
    story.press("Undo the booking")
    story.sees("A booking can be undone for ten minutes.", "You can still give the place back or ask for cover.")


@sees("leaving.give_back_refusal", "paid_place", "too_late")
def when_a_place_is_not_just_given_back(story: Story) -> None:
    staff, parent = story.house.staff(), story.house.parent()
    paid, soon = story.place(kind="paid"), story.place(story.wednesday + dt.timedelta(days=1))
    story.booking(paid, staff)
    story.booking(soon, parent)
    way_on = "Ask for cover instead: we will tell everybody who could come."
    story.open_place(paid, staff)
    story.sees("A paid place is not given back, it is given over.", way_on)
    story.open_place(soon, parent)
    story.sees("It is less than 48 hours to this shift, so the place cannot just be given back.", way_on)


@sees("leaving.withdraw_shadow_refusal", "no_shadow")
def when_a_shadow_has_become_more(story: Story) -> None:
    parent, place = story.house.parent(), story.place()
    shadow = Booking.objects.create(
        nursery=story.house.nursery, shift=place.shift, kind="parent", person=parent, shadow=True, booked_at=story.ten
    )
    story.open_shift(place.shift, parent)
    story.change(shadow, shadow=False, place=place)
    story.press("I can’t come")
    story.sees("Others count on you in this place.", "Give it back or ask for cover instead.")


# --- cover ---


def asked(story: Story) -> tuple[Booking, CoverRequest]:
    booking = story.booking(story.place(), story.house.parent())
    request = CoverRequest.objects.create(nursery=story.house.nursery, booking=booking, asked_at=story.ten)
    return booking, request


def offered(story: Story) -> tuple[Offer, Person]:
    booking, request = asked(story)
    assert booking.place is not None
    person = story.house.parent("Tomasz Nowak")
    offer = Offer.objects.create(
        nursery=story.house.nursery, place=booking.place, request=request, person=person, offered_at=story.ten
    )
    return offer, person


@sees("leaving.withdraw_request_refusal", "request_ended")
def when_cover_is_found_already(story: Story) -> None:
    booking, request = asked(story)
    assert booking.place is not None
    story.open_place(booking.place, booking.person)
    story.change(request, status="filled")
    story.press("I can come after all")
    story.sees("Cover has been found already, thank you.", "The week shows who comes.")


@sees("leaving.request_ended_refusal", "filled", "request_ended", "begun")
def when_the_link_in_a_letter_comes_too_late(story: Story) -> None:
    tomasz = story.house.parent("Tomasz Nowak")
    way_on = "Look at the week for another place."
    for day, status, words in (
        (story.next_week, "filled", "Filled, thank you."),
        (story.next_week, "withdrawn", "Cover is no longer wanted for this place, thank you."),
        (story.wednesday, "open", "This shift has begun, thank you."),
    ):
        booking = story.booking(story.place(day), story.house.parent())
        request = CoverRequest.objects.create(
            nursery=story.house.nursery, booking=booking, asked_at=story.ten, status=status
        )
        expires_at = story.ten + dt.timedelta(days=9)
        story.page.goto(story.site + link_path(tomasz, messages.COVER_ASKED, request.public_id, expires_at))
        story.sees(words, way_on)


@sees("leaving.withdraw_offer_refusal", "not_mine")
def when_an_offer_is_somebody_elses(story: Story) -> None:
    offer, person = offered(story)
    story.open_place(offer.place, person)
    story.change(offer, person=story.house.parent("Ines Costa"))
    story.press("Take my offer back")
    story.sees("This is somebody else’s offer.", "Only they can take it back.")


@sees("leaving.offer_decided_refusal", "offer_decided")
def when_an_offer_is_decided(story: Story) -> None:
    helen = story.house.manager()
    for status, words in (
        ("approved", "This offer has been approved already."),
        ("withdrawn", "This offer has been taken back."),
        ("declined", "This offer has been declined already."),
    ):
        offer, _person = offered(story)
        story.open("waiting/", helen)
        story.change(offer, status=status)
        form = story.page.locator(f"form[action$='/offers/{offer.public_id}/approve/']")
        form.get_by_role("button").click()
        story.sees(words, "The week shows who comes.")


# --- within a family ---


def partners(story: Story) -> tuple[Booking, Person, Person]:
    """My turn of next week, me, and my partner."""
    me = story.house.parent("Amara Okafor")
    return story.booking(story.place(), me), me, story.house.parent("Kofi Okafor", family=me.family)


def at_place(story: Story, booking: Booking, person: Person) -> None:
    assert booking.place is not None
    story.open_place(booking.place, person)


@sees("handing.taking_refusal", "not_one_family")
def to_somebody_of_another_family(story: Story) -> None:
    booking, me, partner = partners(story)
    at_place(story, booking, me)
    story.change(partner, family=story.house.family("Nowak family"))
    story.press("Hand over to Kofi O.")
    story.sees(
        "Only somebody of the same family takes a turn over at once.",
        "Ask for cover instead: we will tell everybody who could come.",
    )


@sees("handing.hand_over_refusal", "not_mine", "partner_cannot")
def from_or_to_somebody_who_may_not(story: Story) -> None:
    booking, me, partner = partners(story)
    at_place(story, booking, partner)
    story.change(partner, family=story.house.family("Nowak family"))
    story.press("Take this turn")
    story.sees("This is somebody else’s place.", "Only they can give it over.")
    story.change(partner, family=me.family)
    partner.clearances.all().delete()
    at_place(story, booking, me)
    story.sees("Kofi O. can’t take this turn at the moment.", "Ask for cover, or choose somebody else.")


@sees("handing.no_own_place", "no_own_place")
def without_a_place_of_ones_own(story: Story) -> None:
    booking, me, _partner = partners(story)
    at_place(story, booking, me)
    beside = story.booking(story.place(), story.house.parent("Tomasz Nowak"))
    story.change(booking, covers=beside)
    story.press("Hand over to Kofi O.")
    story.sees("This turn has no place of its own that could be handed over.", "Tell the manager if you can’t come.")


@sees("handing.changed_hands", "hand_over_gone")
def when_it_has_changed_hands_since(story: Story) -> None:
    booking, me, partner = partners(story)
    at_place(story, booking, me)
    story.press("Hand over to Kofi O.")
    expect(story.page.get_by_role("status").filter(has_text="Handed over: Kofi O.")).to_be_visible()
    story.change(Booking.objects.get(person=partner), status="cancelled")
    story.press("Undo")
    story.sees("This turn has changed hands again since.", "The week shows whose it is now.")


@sees("handing.hand_back_refusal", "hand_over_settled")
def when_it_was_handed_over_long_ago(story: Story) -> None:
    booking, me, _partner = partners(story)
    at_place(story, booking, me)
    story.press("Hand over to Kofi O.")
    expect(story.page.get_by_role("status").filter(has_text="Handed over: Kofi O.")).to_be_visible()
    with time_machine.travel(story.ten + dt.timedelta(minutes=12), tick=True):
        story.press("Undo")
        story.sees("Handing a turn over can be undone for ten minutes.", "Hand it over once more, the other way.")


# --- the manager ---


@sees("assigning.not_a_member_refusal", "not_a_member")
def who_will_have_left(story: Story) -> None:
    story.house.parent("Radu Popescu", left=story.wednesday + dt.timedelta(days=1))
    story.open(f"places/{story.place().public_id}/assign/", story.house.manager())
    story.sees("Something stands against it", "Radu P. does not belong to the nursery on that day.")


@sees("assigning.release_refusal", "not_down", "release_begun")
def who_cannot_be_taken_out(story: Story) -> None:
    helen, parent = story.house.manager(), story.house.parent()
    gone = story.booking(story.place(), parent, status="cancelled")
    story.open(f"bookings/{gone.public_id}/release/", helen)
    story.sees("Amara O. is not booked here any more.", "There is nothing to do.")
    begun = story.booking(story.place(story.wednesday), parent)
    story.open(f"bookings/{begun.public_id}/release/", helen)
    story.sees("This shift has begun.", "Mark that they did not come instead.")


# --- who came ---


@sees("marking.marking_refusal", "not_lead", "not_begun")
def who_may_not_mark_or_not_yet(story: Story) -> None:
    shift = story.shift(story.wednesday)
    story.open_shift(shift, story.house.parent())
    story.sees(
        "Only the person who runs this shift, or the manager, marks who came.",
        "Tell them if something here is not right.",
    )
    story.open_shift(story.shift(), story.house.manager())
    story.sees("This shift has not begun yet.", "Mark it once it has.")


def there(story: Story, day: dt.date | None = None, **fields: Any) -> tuple[Booking, Person]:
    """Somebody on a shift of today (or of `day`), and the manager with that day's page open."""
    day = day or story.wednesday
    booking = story.booking(story.place(day, "08:00", "09:30"), story.house.parent("Ines Costa"), **fields)
    helen = story.house.manager()
    story.open(f"day/{day.isoformat()}/attendance/", helen)
    return booking, helen


@sees("marking.mark_refusal", "not_booked")
def who_gave_it_up_before(story: Story) -> None:
    booking, _helen = there(story)
    row = story.page.locator(f"#came-{booking.public_id}")
    expect(row).to_be_visible()
    story.change(booking, status="cancelled")
    row.locator("button[value=worked]").click()
    story.sees(
        "This booking was given up before the shift, so there is nothing to mark.",
        "If they came all the same, mark them as somebody who was not on the rota.",
    )


@sees("marking.correction_refusal", "reason")
def what_was_marked_on_an_earlier_day(story: Story) -> None:
    day = story.wednesday - dt.timedelta(days=2)
    booking, _helen = there(story, day, status="worked", confirmed=True)
    story.page.locator(f"#came-{booking.public_id} button[value=booked]").first.click()
    story.sees("This was marked on an earlier day.", "A few words, kept with the change. Never about anybody’s health.")


@sees("marking.times_refusal", "came", "?", "breaks")
def which_times_cannot_be(story: Story) -> None:
    booking, helen = there(story)
    whole = story.booking(story.place(story.wednesday, "08:00", "18:00"), story.house.parent("Linh Tran"))
    for row, times, sentence, way_on in (
        (whole, {"came": "17:00"}, "That is still ahead.", "Mark it when they have come."),
        (booking, {"came": "09:00", "left": "08:30"}, "They would have left before they came.", "Look at both times."),
        (
            booking,
            {"break_0_from": "07:00", "break_0_to": "07:30"},
            "A break lies inside the time that they were there, and ends after it begins.",
            "Look at its times.",
        ),
    ):
        story.open(f"bookings/{row.public_id}/times/", helen)
        for name, clock in times.items():
            story.page.locator(f"[name={name}]").fill(clock)
        story.press("Keep these times")
        story.sees(sentence, way_on)


# --- the nursery and the browser ---


def said(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


@pytest.fixture(scope="module")
def nursery(django_db_setup: None, django_db_blocker, worker_id: str, ten_on_wednesday: dt.datetime) -> Iterator[House]:
    """A database of its own with one nursery, whose term holds the weeks around now."""
    name = f"refusals_{worker_id}_{os.getpid()}"
    home = str(connections["default"].settings_dict["NAME"])
    with django_db_blocker.unblock():
        with one_at_a_time():
            copy(TEMPLATE, name)
        point_at(name)
        house = House()
        wednesday, day = ten_on_wednesday.date(), dt.timedelta(days=1)
        with nursery_scope(house.nursery):
            for row, first, last in ((house.term, -30, 120), (house.half_term, 21, 25)):
                row.starts, row.ends = wednesday + first * day, wednesday + last * day
                row.save()
            Term.objects.create(
                nursery=house.nursery,
                key="summer",
                name="Summer term",
                starts=wednesday - 100 * day,
                ends=wednesday - 50 * day,
            )
        yield house
        connections.close_all()
        point_at(home)
        drop(name)


@pytest.fixture(scope="module")
def address(nursery: House) -> Iterator[str]:
    server = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.mark.parametrize("scenario", dict.fromkeys(SEEN.values()), ids=lambda scenario: scenario.__name__)
def test_the_sentence_and_the_way_on_are_seen(
    scenario: Scenario, nursery: House, address: str, page: Page, ten_on_wednesday: dt.datetime
):
    page.set_default_timeout(10_000)
    with connections["default"].cursor() as cursor:
        # For the whole connection, not for a transaction: what a scenario changes, the server sees at once.
        cursor.execute("SELECT set_config('turnabout.nursery', %s, false)", [str(nursery.nursery.pk)])
    with scope(nursery=nursery.nursery):
        scenario(Story(nursery, page, address, ten_on_wednesday))
