"""What holds for the savings of every nursery, and each of them reckoned a second time by another way."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from costs.savings import Line, PremiumLine, Rate, Savings, SavingsFacts, Scenario, savings_document, work_out_savings
from rota.safety import Booking, Duty, PlaceKind, Pricing, Shift, Status, evaluate_span
from tests.engines.day import LONDON, SINCE, parent, staff
from tests.engines.strategies import DAYS, DUTIES, FIRST, LAST, money, savings_facts

DUTY: dict[str, Duty] = {duty.key: duty for duty in DUTIES}
MINUTE = dt.timedelta(minutes=1)


def worked_out(facts: SavingsFacts) -> Savings:
    return work_out_savings(facts, FIRST, LAST)


def document(found: Savings) -> dict:
    return savings_document(found, "random", "GBP")


@given(savings_facts())
def test_net_is_value_less_premium_less_programme(facts):
    for found in worked_out(facts).scenarios.values():
        if found.net is None:
            assert None in (found.value, found.premium_total, found.programme_total)
            assert found.faults
        else:
            assert found.value is not None
            assert found.premium_total is not None
            assert found.programme_total is not None
            assert found.net == found.value - found.premium_total - found.programme_total
            assert found.retained == found.net - found.fee_relief


@given(savings_facts())
def test_totals_add_rounded_lines(facts):
    for found in worked_out(facts).scenarios.values():
        for total, values in (
            (found.value, [line.value for line in found.lines]),
            (found.premium_total, [line.value for line in found.premium]),
            (found.programme_total, [line.value for line in found.programme]),
        ):
            assert total is None or total == sum(values, Decimal(0))
            assert all(value == round(value, 2) for value in values)


@given(savings_facts())
def test_parent_hours_are_those_priced_enriching_and_unpriced(facts):
    hours = worked_out(facts).hours
    parts = hours.priced + hours.care_enriching + sum(hours.unpriced.values(), Decimal(0))
    assert abs(hours.parent - parts) < Decimal("1e-30")
    assert hours.confirmed <= hours.parent
    assert hours.care_displaced <= hours.priced


@given(savings_facts())
def test_every_figure_opens_to_parts_that_make_it(facts):
    found = worked_out(facts)
    for scenario in found.scenarios.values():
        lines: list[Line | PremiumLine] = [*scenario.lines, *scenario.premium]
        for line in lines:
            assert abs(sum((part.seconds for part in line.parts), Decimal(0)) / 3600 - line.hours) < Decimal("1e-20")
            assert {part.duty for part in line.parts} == {line.duty}
    assert sum(each.displaced * each.seconds for each in found.care) == sum(
        (part.seconds for part in found.hours.parts["displaced"]), Decimal(0)
    )


def with_everybody_paid(facts: SavingsFacts, shift: Shift) -> SavingsFacts:
    """Enough paid adults on the shift's place and time that no parent is needed there."""
    more = [replace(staff(f"more-{number}", 3)) for number in range(40)]
    posts = tuple(Booking(each.key, shift.key, each.key, PlaceKind.PAID, Status.BOOKED) for each in more)
    rota = replace(facts.rota, people=(*facts.rota.people, *more), bookings=(*facts.rota.bookings, *posts))
    return replace(facts, rota=replace(rota, shifts=(*rota.shifts, shift)))


@given(savings_facts(), st.sampled_from(DAYS), st.sampled_from(["main", "acorn"]))
def test_a_shift_that_nobody_needed_adds_hours_and_no_money(facts, day, room):
    starts, ends = (dt.datetime.combine(day, dt.time(hour), tzinfo=LONDON) for hour in (6, 20))
    staffed = with_everybody_paid(facts, Shift("staffed", "care", day, starts, ends, room))
    extra = Shift("extra", "care", day, starts, ends, room)
    helper = parent("helper", 3)
    rota = staffed.rota
    helped = replace(
        staffed,
        rota=replace(
            rota,
            shifts=(*rota.shifts, extra),
            people=(*rota.people, helper),
            bookings=(*rota.bookings, Booking("extra", "extra", "helper", PlaceKind.PARENT, Status.WORKED)),
        ),
    )
    before, after = worked_out(staffed), worked_out(helped)
    assert after.hours.parent == before.hours.parent + 14
    assert after.hours.care_enriching == before.hours.care_enriching + 14
    assert document(after)["scenarios"] == document(before)["scenarios"]


@given(savings_facts(), st.integers(1, 99))
def test_splitting_a_slice_changes_no_hour(facts, percent):
    whole = evaluate_span(facts.rota, FIRST, LAST)
    split = []
    for room_day in whole:
        halves = []
        for piece in room_day.slices:
            middle = piece.starts + (piece.ends - piece.starts) * percent / 100
            halves += [replace(piece, ends=middle), replace(piece, starts=middle)]
        split.append(replace(room_day, slices=tuple(halves)))
    assert document(work_out_savings(facts, FIRST, LAST, split)) == document(worked_out(facts))


@given(savings_facts(), st.randoms(use_true_random=False))
def test_permuting_bookings_and_everything_else_changes_nothing(facts, random):
    def mixed(rows):
        return tuple(random.sample(rows, len(rows)))

    rota_names = ("sessions", "children", "people", "shifts", "bookings", "day_marks", "meals", "duties")
    rota = replace(facts.rota, **{name: mixed(getattr(facts.rota, name)) for name in rota_names})
    names = ("contributions", "rates", "programme", "fee_relief")
    turned = replace(facts, rota=rota, **{name: mixed(getattr(facts, name)) for name in names})
    assert document(worked_out(turned)) == document(worked_out(facts))
    assert worked_out(turned).hours.parts == worked_out(facts).hours.parts


@given(savings_facts(), st.data())
def test_low_is_never_above_central_nor_central_above_high_where_rates_are_so_ordered(facts, data):
    rates = []
    for duty in DUTIES:
        wages = sorted(data.draw(st.lists(money, min_size=3, max_size=3)))
        bought = sorted(data.draw(st.lists(st.decimals(0, 1, places=2), min_size=3, max_size=3)))
        rates += [
            Rate(duty.key, SINCE, wage, bought=part, scenario=scenario)
            for scenario, wage, part in zip(Scenario, wages, bought, strict=True)
        ]
    rates.append(Rate("manager", SINCE, Decimal("17.00")))
    low, central, high = worked_out(replace(facts, rates=tuple(rates))).scenarios.values()
    assert low.net is not None
    assert central.net is not None
    assert high.net is not None
    assert low.net <= central.net <= high.net


@settings(max_examples=60)
@given(savings_facts())
def test_value_and_hours_agree_with_a_reckoning_by_the_minute(facts):
    """Every time drawn is on a half hour or the minute of a meal, so a minute is never cut."""
    found = worked_out(facts)
    hours, by_duty, lines = Reckoning(facts).figures()
    printed = document(found)["hours"]
    assert printed["parent"] == pence(hours["parent"])
    assert printed["care_displaced"] == pence(hours["displaced"])
    assert printed["care_enriching"] == pence(hours["enriching"])
    assert printed["paid"] == pence(hours["paid"])
    assert printed["unpriced"] == {duty: pence(each) for duty, each in sorted(by_duty.items()) if each}
    for scenario in Scenario:
        if found.scenarios[scenario].value is not None:
            assert document(found)["scenarios"][scenario]["value"] == pence(sum(lines(scenario), Fraction(0)))


def pence(value: Fraction) -> str:
    """Half away from nought, by whole numbers alone."""
    hundredths = (abs(value) * 200 + 1) // 2
    sign = "-" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


class Reckoning:
    """The domain's formula for care read minute by minute, with fractions, from the engine's standings alone."""

    def __init__(self, facts: SavingsFacts) -> None:
        self.facts = facts
        self.people = {person.key: person for person in facts.rota.people}
        self.shifts = {shift.key: shift for shift in facts.rota.shifts}
        self.bookings = {booking.key: booking for booking in facts.rota.bookings}

    def minutes(self, booking: Booking) -> Iterator[dt.datetime]:
        shift = self.shifts[booking.shift]
        moment = (booking.there_from or shift.starts).astimezone(dt.UTC)
        ends = (booking.there_to or shift.ends).astimezone(dt.UTC)
        pauses = [(each.starts.astimezone(dt.UTC), each.ends.astimezone(dt.UTC)) for each in booking.breaks]
        while moment < ends:
            if not any(starts <= moment < stops for starts, stops in pauses):
                yield moment
            moment += MINUTE

    def displaced(self) -> dict[tuple[str, dt.date], int]:
        """Minutes by duty and day: D of each minute, given to the duties in the engine's order."""
        found: dict[tuple[str, dt.date], int] = defaultdict(int)
        for room_day in evaluate_span(self.facts.rota, FIRST, LAST):
            for piece in room_day.slices:
                counted = [each for each in piece.standings if each.counted]
                paid = [each for each in counted if each.acts_paid]
                given_here = [each for each in counted if not each.acts_paid and self.bookings[each.booking].is_given]
                others = piece.required - 1
                cap = max(0, others - ceil(Fraction(others) / 2) - sum(each.level < 2 for each in paid))
                duties = {
                    low: sorted(self.shifts[each.shift].duty for each in given_here if (each.level < 2) == low)
                    for low in (False, True)
                }
                admitted = duties[False] + duties[True][:cap]
                d = max(0, min(len(admitted), piece.required - len(paid)))
                minutes = (piece.ends - piece.starts) // MINUTE
                for duty in admitted[:d]:
                    found[duty, piece.day] += minutes
        return found

    def figures(self):
        hours: dict[str, Fraction] = defaultdict(Fraction)
        unpriced: dict[str, Fraction] = defaultdict(Fraction)
        tasks: dict[tuple[str, dt.date], Fraction] = defaultdict(Fraction)
        care = Fraction(0)
        for booking in self.facts.rota.bookings:
            if booking.status == Status.WORKED:
                worked = Fraction(sum(1 for _minute in self.minutes(booking)), 60)
                person, shift = self.people[booking.person], self.shifts[booking.shift]
                if person.paid and not (person.parent and booking.place == PlaceKind.PARENT):
                    hours["paid"] += worked
                    continue
                hours["parent"] += worked
                care += self.put(unpriced, tasks, shift.duty, shift.day, worked, booking.shadow, booking.confirmed)
        for each in self.facts.contributions:
            person = self.people[each.person]
            if not person.paid or person.parent:
                hours["parent"] += Fraction(each.hours)
                care += self.put(unpriced, tasks, each.duty, each.day, Fraction(each.hours), False, each.confirmed)
        displaced = {key: Fraction(minutes, 60) for key, minutes in self.displaced().items()}
        hours["displaced"] = sum(displaced.values(), Fraction(0))
        hours["enriching"] = care - hours["displaced"]
        return hours, unpriced, lambda scenario: self.values(scenario, [displaced, tasks])

    def put(
        self, unpriced, tasks, duty: str, day: dt.date, worked: Fraction, shadow: bool, confirmed: bool
    ) -> Fraction:
        """Puts hours where they belong; returns those of confirmed care."""
        if shadow or not confirmed or DUTY[duty].pricing == Pricing.NONE:
            unpriced["shadow" if shadow else duty] += worked
        elif DUTY[duty].pricing == Pricing.TASK:
            tasks[duty, day] += worked
        else:
            return worked
        return Fraction(0)

    def values(self, scenario, sources) -> Iterator[Fraction]:
        lines: dict[tuple, Fraction] = defaultdict(Fraction)
        for source in sources:
            for (duty, day), worked in source.items():
                rate = self.rate(duty, scenario, day)
                if worked and rate:
                    costs = (1 + Fraction(rate.holiday)) * (1 + Fraction(rate.ni) + Fraction(rate.pension))
                    hourly = Fraction(pence(Fraction(rate.wage) * costs))
                    unsaid = 1 if DUTY[duty].pricing == Pricing.CARE else 0
                    part = Fraction(unsaid if rate.bought is None else rate.bought)
                    lines[duty, hourly, part] += worked
        return (Fraction(pence(worked * part * hourly)) for (_duty, hourly, part), worked in lines.items())

    def rate(self, duty: str, scenario: Scenario, day: dt.date) -> Rate | None:
        for whose in (scenario, None):
            begun = [r for r in self.facts.rates if (r.key, r.scenario) == (duty, whose) and r.begins <= day]
            if begun:
                return max(begun, key=lambda rate: rate.begins)
        return None
