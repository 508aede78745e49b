"""From facts to slices: one room on one day, several rooms of a day, a span of days."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rota.safety.attendance import Attendance
from rota.safety.changes import NO_CHANGE, Change, Touched, touched_slices
from rota.safety.counting import Standing, standing_of
from rota.safety.facts import Booking, Child, Meal, Person, Pricing, Rota, Shift
from rota.safety.ratio import required_adults
from rota.safety.rules import RuleBook, RuleSet
from rota.safety.slices import FirstAid, RoomDay, Slice, alerts_of, first_aid_of, merge_alike

_DAY = dt.timedelta(days=1)
_Interval = tuple[dt.datetime, dt.datetime]


def evaluate_span(rota: Rota, first: dt.date, last: dt.date) -> tuple[RoomDay, ...]:
    """Every room of every day from `first` to `last` (both included) where a child is booked or somebody stands on
    a care shift, by day and room. Raises NoRuleSetError for such a day without rules, KeyError for a dangling key."""
    board = Board(rota, first, last)
    days = (first + offset * _DAY for offset in range((last - first).days + 1))
    return tuple(room_day for day in days for room_day in board.day(day))


def evaluate_day(rota: Rota, day: dt.date) -> tuple[RoomDay, ...]:
    """The rooms of one day, by room. First-aiders in one room are on the premises of all."""
    return evaluate_span(rota, day, day)


def evaluate_room(rota: Rota, day: dt.date, room: str) -> RoomDay | None:
    """One room on one day, with the whole day's first-aiders in view; None where nobody is there that day."""
    return next((room_day for room_day in evaluate_day(rota, day) if room_day.room == room), None)


def presence(booking: Booking, shift: Shift) -> list[_Interval]:
    """When somebody was (or will be) there, in UTC: the time really there or the shift's, less the breaks."""
    starts = (booking.there_from or shift.starts).astimezone(dt.UTC)
    ends = (booking.there_to or shift.ends).astimezone(dt.UTC)
    if not booking.breaks:
        return [(starts, ends)] if starts < ends else []
    intervals = []
    for pause in sorted(booking.breaks, key=lambda pause: pause.starts.astimezone(dt.UTC)):
        pause_starts, pause_ends = pause.starts.astimezone(dt.UTC), pause.ends.astimezone(dt.UTC)
        if pause_ends <= starts:
            continue
        if pause_starts > starts:
            intervals.append((starts, min(pause_starts, ends)))
        starts = pause_ends
        if starts >= ends:
            break
    intervals.append((starts, ends))
    return [(begin, end) for begin, end in intervals if begin < end]


@dataclass(frozen=True, slots=True)
class _Stay:
    """An adult's unbroken time on a care shift."""

    room: str | None
    starts: dt.datetime
    ends: dt.datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Group:
    """The children of one session: by key, the band of each."""

    starts: dt.datetime
    ends: dt.datetime
    bands: dict[str, int]


class _FirstAidOfDay:
    """First aid on the premises in the course of a day. All rooms share it: it is worked out once, and changes only
    where a room's alerts would."""

    def __init__(self, rules: RuleSet, day: dt.date, stays: Iterable[_Stay]) -> None:
        coming: dict[dt.datetime, list[_Stay]] = defaultdict(list)
        going: dict[dt.datetime, list[_Stay]] = defaultdict(list)
        for stay in stays:
            if stay.standing.first_aider:
                coming[stay.starts].append(stay)
                going[stay.ends].append(stay)
        here: dict[int, Standing] = {}
        self.changes: list[dt.datetime] = []
        self._states = [first_aid_of(rules, day, ())]
        for moment in sorted({*coming, *going}):
            for stay in going[moment]:
                del here[id(stay)]
            here.update((id(stay), stay.standing) for stay in coming[moment])
            state = first_aid_of(rules, day, here.values())
            if state != self._states[-1]:
                self.changes.append(moment)
                self._states.append(state)

    def at(self, moment: dt.datetime) -> FirstAid:
        return self._states[bisect_right(self.changes, moment)]


class Board:
    """The facts of a span of days sorted by day, and what depends on rules and day alone worked out once.

    For asking about several days of a span, or about one day as it is and as a change would make it.
    """

    def __init__(self, rota: Rota, first: dt.date, last: dt.date) -> None:
        self._rota = rota
        self._rules = RuleBook(rota.country, rota.own_rules)
        self._attendance = Attendance(rota, first, last)
        self._people = {person.key: person for person in rota.people}
        self._meals: dict[tuple[int, str], list[Meal]] = defaultdict(list)
        for meal in rota.meals:
            self._meals[meal.weekday, meal.room].append(meal)
        self._first, self._last = first, last
        self._care = {duty.key for duty in rota.duties if duty.pricing == Pricing.CARE}
        self._shifts = {shift.key: shift for shift in rota.shifts}
        self._bookings: dict[dt.date, list[tuple[Booking, Shift]]] = defaultdict(list)
        for booking, shift in self._on_care_shifts(rota.bookings):
            self._bookings[shift.day].append((booking, shift))
        self._as_it_is: dict[dt.date, list[RoomDay]] = {}
        self._required: dict[tuple[int, tuple[int, ...], bool], int] = {}
        self._bands: dict[tuple[int, int, int, int], tuple[Mapping[str, Child], dict[str, int]]] = {}

    def day(self, day: dt.date, change: Change = NO_CHANGE) -> list[RoomDay]:
        """The rooms of one day, by room, as they are or as `change` would make them. Raises as `evaluate_span`."""
        if change is NO_CHANGE:
            if day not in self._as_it_is:
                self._as_it_is[day] = self._evaluated(day, change)
            return self._as_it_is[day]
        return self._evaluated(day, change)

    def _evaluated(self, day: dt.date, change: Change) -> list[RoomDay]:
        here = self._attendance.on(day)
        bookings = [(booking, shift) for booking, shift in self._bookings[day] if booking.key not in change.leaving]
        bookings += [(booking, shift) for booking, shift in self._on_care_shifts(change.coming) if shift.day == day]
        if not here and not bookings:
            return []
        rules = self._rules.on(day)
        people = {**self._people, **{person.key: person for person in change.people}} if change.people else self._people
        stays = self._stays(bookings, people, rules)
        groups: dict[str, list[_Group]] = defaultdict(list)
        for session, children in here:
            starts, ends = self._instant(day, session.starts), self._instant(day, session.ends)
            groups[session.room].append(_Group(starts, ends, self._bands_of(children, rules, day)))
        own: dict[str, list[_Stay]] = defaultdict(list)
        for stay in stays:
            if stay.room is not None:
                own[stay.room].append(stay)
        aid = _FirstAidOfDay(rules, day, stays)
        return [self._room_day(day, room, rules, groups[room], own[room], aid) for room in sorted({*groups, *own})]

    def person(self, key: str) -> Person:
        return self._people[key]

    def effect_of(self, change: Change, day: dt.date) -> tuple[Touched, ...]:
        """Every slice of the day that `change` touches, before and after. Raises as `evaluate_span`."""
        moved = [(booking, shift) for booking, shift in self._bookings[day] if booking.key in change.leaving]
        moved += [(booking, shift) for booking, shift in self._on_care_shifts(change.coming) if shift.day == day]
        windows = [(shift.room, interval) for booking, shift in moved for interval in presence(booking, shift)]
        return touched_slices(self.day(day), self.day(day, change), windows)

    def _on_care_shifts(self, bookings: Iterable[Booking]) -> Iterator[tuple[Booking, Shift]]:
        """Those that are live and on a care shift of these days."""
        for booking in bookings:
            if not booking.is_live:
                continue
            shift = self._shifts[booking.shift]
            if shift.duty in self._care and self._first <= shift.day <= self._last and not shift.cancelled:
                yield booking, shift

    def _stays(
        self, bookings: Iterable[tuple[Booking, Shift]], people: Mapping[str, Person], rules: RuleSet
    ) -> list[_Stay]:
        stays = []
        for booking, shift in bookings:
            standing = standing_of(people[booking.person], booking, shift, rules, self._rota.policy)
            stays += [_Stay(shift.room, starts, ends, standing) for starts, ends in presence(booking, shift)]
        return sorted(stays, key=lambda stay: (stay.standing.person, stay.standing.booking))

    def _room_day(
        self,
        day: dt.date,
        room: str,
        rules: RuleSet,
        groups: list[_Group],
        own: list[_Stay],
        aid: "_FirstAidOfDay",
    ) -> RoomDay:
        meals = [
            (self._instant(day, meal.starts), self._instant(day, meal.ends))
            for meal in self._meals.get((day.weekday(), room), ())
        ]
        edges = {moment for stay in own for moment in (stay.starts, stay.ends)}
        edges.update(aid.changes)
        edges.update(moment for group in groups for moment in (group.starts, group.ends))
        edges.update(moment for meal in meals for moment in meal)
        slices = []
        for starts, ends in pairwise(sorted(edges)):
            standings = tuple(stay.standing for stay in own if stay.starts <= starts < stay.ends)
            children = self._children([group for group in groups if group.starts <= starts < group.ends], rules)
            if not standings and not any(children):
                continue
            level_6 = any(standing.counted and standing.level >= 6 for standing in standings)
            required = self._required_adults(rules, children, level_6=level_6)
            alerts = (
                alerts_of(
                    rules,
                    day,
                    required,
                    standings,
                    aid.at(starts),
                    at_meal=any(meal_starts <= starts < meal_ends for meal_starts, meal_ends in meals),
                )
                if any(children)
                else ()
            )
            slices.append(Slice(day, room, starts, ends, children, required, level_6, standings, alerts))
        return RoomDay(day, room, rules, merge_alike(slices))

    def _children(self, groups: list[_Group], rules: RuleSet) -> tuple[int, ...]:
        counts = [0] * len(rules.bands)
        # A child booked into two sessions that overlap is one child.
        bands = (
            groups[0].bands
            if len(groups) == 1
            else {key: band for group in groups for key, band in group.bands.items()}
        )
        for band in bands.values():
            counts[band] += 1
        return tuple(counts)

    def _bands_of(self, children: Mapping[str, Child], rules: RuleSet, day: dt.date) -> dict[str, int]:
        """Each child's band. Mostly a session has the children of the week before, and a band lasts for a month."""
        known = (id(children), id(rules), day.year, day.month)
        if known not in self._bands:
            # The children are kept beside it: their id is theirs as long as they are there.
            self._bands[known] = children, {key: rules.band_of(child.born, day) for key, child in children.items()}
        return self._bands[known][1]

    def _required_adults(self, rules: RuleSet, children: tuple[int, ...], *, level_6: bool) -> int:
        known = (id(rules), children, level_6)  # the rule book keeps them alive; two may share a name
        if known not in self._required:
            policy = self._rota.policy
            self._required[known] = required_adults(
                rules, children, level_6=level_6, rounding=policy.rounding, min_adults=policy.min_adults
            )
        return self._required[known]

    def _instant(self, day: dt.date, clock: dt.time) -> dt.datetime:
        """A wall-clock time on a day; one that the clock change repeats is the first of the two."""
        return dt.datetime.combine(day, clock, tzinfo=self._rota.zone).astimezone(dt.UTC)
