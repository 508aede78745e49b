"""What a change does to every slice it touches, so that it is seen before anybody decides.

    effects = effects_on(nursery, days, people)      # three queries, whatever their number
    effects.of(day, leaving=[booking.pk], coming=[Coming(person.pk, shift.pk, place.kind)])

`effect_of` does both for one day. Clearances changed are given as the person would hold them (`clearances`).
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.models import Clearance, PersonLevel
from nursery.models import Nursery
from rota import safety
from rota.queries.coverage import Coverage, coverage_of
from rota.safety import Alert, Booking, Change, Figures, NoRuleSetError, PlaceKind, Status, Touched
from rota.safety_words import FOR_MANAGER

NOTHING: Mapping[int, Sequence[Clearance]] = {}
NO_LEVELS: Mapping[int, Sequence[PersonLevel]] = {}


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who would stand on a shift in a kind of place (ids of rows; `kind` as of a Place)."""

    person: int
    shift: int
    kind: str
    shadow: bool = False


@dataclass(frozen=True, slots=True)
class EffectSpan:
    """A slice as it is and as it would be, by the nursery's clock. `room` is empty where there is only one."""

    room: str
    starts: dt.time
    ends: dt.time
    before: Figures
    after: Figures

    @property
    def differs(self) -> bool:
        return self.before != self.after

    @property
    def counts_differ(self) -> bool:
        return (self.before.counted, self.before.required) != (self.after.counted, self.after.required)

    @property
    def new(self) -> list[Alert]:
        return [alert for alert in self.after.alerts if alert not in self.before.alerts]

    @property
    def gone(self) -> list[Alert]:
        return [alert for alert in self.before.alerts if alert not in self.after.alerts]

    @property
    def still(self) -> list[Alert]:
        return [alert for alert in self.after.alerts if alert in self.before.alerts]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to a day: every slice in which somebody comes or goes, and every other that differs.

    `spans` is empty where no child is there meanwhile, or where the shift is no care shift. `no_rules` as in
    `DayCoverage`.
    """

    day: dt.date
    spans: tuple[EffectSpan, ...]
    no_rules: bool = False

    @property
    def differing(self) -> list[EffectSpan]:
        return [span for span in self.spans if span.differs]

    @property
    def new(self) -> list[Alert]:
        """Alerts that it would raise, each once, in their order."""
        raised = {alert for span in self.spans for alert in span.new}
        return [alert for alert in Alert if alert in raised]

    def for_everybody(self) -> "Effect":
        """Without what only the manager may know."""
        return replace(self, spans=tuple(_for_everybody(span) for span in self.spans))


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects of any changes to some days."""

    coverage: Coverage

    def of(
        self,
        day: dt.date,
        *,
        leaving: Collection[int] = (),
        coming: Collection[Coming] = (),
        clearances: Mapping[int, Sequence[Clearance]] = NOTHING,
        levels: Mapping[int, Sequence[PersonLevel]] = NO_LEVELS,
    ) -> Effect:
        """No query. `leaving` are ids of bookings, `clearances` all that a person would hold and `levels` all their
        dated ones, by person's id.

        Whoever comes or has other clearances or levels stands on a shift of these days already or was among the
        people asked for; somebody else is a KeyError. So is a shift of another day.
        """
        change = Change(
            frozenset(map(str, leaving)),
            tuple(
                Booking(
                    key=f"coming-{number}",
                    shift=str(each.shift),
                    person=str(each.person),
                    place=PlaceKind(each.kind),
                    status=Status.BOOKED,
                    shadow=each.shadow,
                )
                for number, each in enumerate(coming)
            ),
            tuple(self._person_with(key, clearances.get(key), levels.get(key)) for key in {*clearances, *levels}),
        )
        try:
            touched = self.coverage.board.effect_of(change, day)
        except NoRuleSetError:
            return Effect(day, (), no_rules=True)
        names = self.coverage.spoken(day)
        return Effect(day, tuple(self._span(each, names) for each in touched))

    def _person_with(
        self, person: int, held: Sequence[Clearance] | None, levels: Sequence[PersonLevel] | None
    ) -> safety.Person:
        """As known, but for what is given."""
        known = self.coverage.board.person(str(person))
        if held is not None:
            now_held = tuple(safety.Clearance(c.kind, c.starts, c.ends) for c in held if c.in_force)
            known = replace(known, clearances=now_held)
        if levels is not None:
            known = replace(known, levels=tuple(safety.DatedLevel(each.starts, each.level) for each in levels))
        return known

    def _span(self, touched: Touched, names: Mapping[str, str]) -> EffectSpan:
        zone = self.coverage.rota.zone
        return EffectSpan(
            names.get(touched.room, ""),
            touched.starts.astimezone(zone).time(),
            touched.ends.astimezone(zone).time(),
            touched.before,
            touched.after,
        )


def effects_on(nursery: Nursery, days: Collection[dt.date], people: Collection[int] = ()) -> Effects:
    """For asking about changes to these days in which these people (ids) may come: three queries."""
    return Effects(coverage_of(nursery, days, people))


def effect_of(
    nursery: Nursery,
    day: dt.date,
    *,
    leaving: Collection[int] = (),
    coming: Collection[Coming] = (),
    clearances: Mapping[int, Sequence[Clearance]] = NOTHING,
) -> Effect:
    """What one change does to one day: three queries."""
    effects = effects_on(nursery, [day], [*(each.person for each in coming), *clearances])
    return effects.of(day, leaving=leaving, coming=coming, clearances=clearances)


def _for_everybody(span: EffectSpan) -> EffectSpan:
    before, after = (
        replace(side, alerts=tuple(alert for alert in side.alerts if alert not in FOR_MANAGER))
        for side in (span.before, span.after)
    )
    return replace(span, before=before, after=after)
