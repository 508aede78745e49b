"""One shift as the savings see it: who stood on it, what each hour came to, and the slices that say why."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Person
from costs.queries.facts import savings_facts
from costs.queries.opened.fates import Fate, OpenedShift, OpenedSlice, open_shift
from costs.queries.opened.figures import Ledger
from costs.queries.opened.names import local_times, names_of_figures
from costs.queries.opened.net import NamedFigure, name_of
from costs.queries.opened.refs import Kind, Ref
from costs.queries.opened.words import say_fate, say_standing, say_why
from costs.savings import SavingsFacts, Scenario
from nursery.models import Nursery, Term
from rota.exact import ZERO
from rota.models import Booking, BookingStatus, Shift
from rota.safety import PlaceKind, Pricing, SafetyPolicy

# Each hour of a shift stands in one of these; in those of all that parents gave it would stand twice.
_HOURS_OF_A_SHIFT = frozenset(Kind) - {Kind.PARENTS, Kind.PROGRAMME, Kind.RELIEF}


@dataclass(frozen=True, slots=True)
class FateLine:
    """What became of some hours, in a word and a sentence."""

    hours: Decimal
    word: str
    why: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Stood:
    """Somebody on the shift. `label` is a name for the manager, else "Parent 1": the numbers hold on this page alone,
    so that nobody can be followed from shift to shift.

    `in_ratio` is None where the ratio rules do not look (no care, not live); `why_not` is said to whom it concerns.
    """

    label: str
    mine: bool
    stands_as: str
    acts_paid: bool
    shadow: bool
    status: BookingStatus
    confirmed: bool
    times: tuple[tuple[dt.time, dt.time], ...]
    in_ratio: bool | None
    why_not: str
    hours: Decimal
    fates: tuple[FateLine, ...]


@dataclass(frozen=True, slots=True)
class SliceParent:
    label: str
    here: bool
    fate: Fate
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class SliceShown:
    opened: OpenedSlice
    times: tuple[dt.time, dt.time]
    parents: tuple[SliceParent, ...]

    @property
    def child_count(self) -> int:
        return sum(self.opened.piece.children)


@dataclass(frozen=True, slots=True)
class Adds:
    """What the shift adds to a figure."""

    named: NamedFigure
    hours: Decimal


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """`slices` are of care alone; `adds` says what it adds to which figure."""

    shift: Shift
    pricing: Pricing
    policy: SafetyPolicy
    stood: tuple[Stood, ...]
    slices: tuple[SliceShown, ...]
    adds: tuple[Adds, ...]

    @property
    def displaced(self) -> Decimal:
        return sum((each.opened.displaced for each in self.slices), ZERO)

    def figure(self, asked: Ref) -> NamedFigure | None:
        """The figure that an address means, where the shift adds to it."""
        figures = {add.named.figure.ref: add.named for add in self.adds}
        found = asked.found_in(figures)
        return figures[found[0]] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Known:
    """A booking's row, as what it stands there, and what it is called on this page."""

    row: Booking
    label: str
    stands_as: str
    acts_paid: bool
    told: bool
    mine: bool


def shift_opened(nursery: Nursery, shift: Shift, scenario: Scenario, me: Person) -> ShiftOpened:
    """From its day alone, for a slice looks no further, and neither does a rate.

    Raises NoRuleSetError where no ratio rules are known for the day.
    """
    ledger = Ledger.of(_facts_of(nursery, shift.date), shift.date, shift.date)
    opened = open_shift(ledger, str(shift.pk))
    names = names_of_figures()
    adds = tuple(
        Adds(NamedFigure(figure, name_of(figure, names)), row.counted)
        for figure in ledger.figures(scenario)
        if figure.ref.kind in _HOURS_OF_A_SHIFT
        for row in ledger.work_of(figure)
        if row.shift == opened.shift.key
    )
    known = _known(ledger, shift, me)
    return ShiftOpened(
        shift=shift,
        pricing=ledger.duties[opened.shift.duty].pricing,
        policy=ledger.facts.rota.policy,
        stood=tuple(_stood(opened, known, adds, ledger.facts.rota.zone)),
        slices=tuple(_slice(each, known, ledger.facts.rota.zone) for each in opened.slices),
        adds=adds,
    )


def _facts_of(nursery: Nursery, day: dt.date) -> SavingsFacts:
    """Those of the day; in a closed term the term's, which stay as its report was made from (`savings_facts`)."""
    closed = Term.objects.filter(closed_at__isnull=False, starts__lte=day, ends__gte=day).first()
    return savings_facts(nursery, closed.starts, closed.ends) if closed else savings_facts(nursery, day, day)


def _known(ledger: Ledger, shift: Shift, me: Person) -> dict[str, _Known]:
    """Everybody who was ever booked on it, by their keys in the facts: parents first, then cover, then paid; those
    who did not come last. One query."""
    rows = list(shift.bookings.select_related("person").order_by("pk"))
    people = {person.key: person for person in ledger.facts.rota.people}
    words = (
        (pgettext("on a shift", "parent"), _("Parent %(n)d")),
        (pgettext("on a shift", "paid cover"), _("Cover %(n)d")),
        (pgettext("on a shift", "paid staff"), _("Paid staff %(n)d")),
    )
    numbers: Counter[int] = Counter()
    standing = []
    for row in rows:
        place = PlaceKind(row.kind)
        acts_paid = people[str(row.person_id)].acts_paid_in(place)
        standing.append((row, (1 if place == PlaceKind.PARENT and not row.shadow else 2) if acts_paid else 0))
    found = {}
    for row, how in sorted(standing, key=lambda each: (not each[0].is_live, each[1])):
        numbers[how] += 1
        word, label = words[how]
        mine = row.person_id == me.pk
        found[str(row.pk)] = _Known(
            row=row,
            label=row.person.short_name if me.is_manager else label % {"n": numbers[how]},
            stands_as=word,
            acts_paid=how > 0,
            told=mine or me.is_manager,
            mine=mine,
        )
    return found


def _stood(opened: OpenedShift, known: Mapping[str, _Known], adds: Iterable[Adds], zone: dt.tzinfo) -> Iterator[Stood]:
    live = {each.booking.key: each for each in opened.bookings}
    bought = next((add.named.figure.ref.bought for add in adds if add.named.figure.ref.kind == Kind.VALUE), None)
    has_rate = all(add.named.figure.ref.kind != Kind.NO_RATE for add in adds)
    for key, each in known.items():
        booking = live.get(key)
        standing = booking.standing if booking else None
        yield Stood(
            label=each.label,
            mine=each.mine,
            stands_as=each.stands_as,
            acts_paid=each.acts_paid,
            shadow=each.row.shadow,
            status=BookingStatus(each.row.status),
            confirmed=each.row.confirmed,
            times=tuple(local_times(*span, zone) for span in booking.times) if booking else (),
            in_ratio=standing.counted if standing else None,
            why_not=say_standing(standing, told=each.told),
            hours=booking.hours if booking else ZERO,
            fates=tuple(
                FateLine(
                    fate.hours, say_fate(fate.fate), say_why(fate.fate, bought=bought, has_rate=has_rate), fate.fate
                )
                for fate in (booking.fates if booking else ())
            ),
        )


def _slice(opened: OpenedSlice, known: Mapping[str, _Known], zone: dt.tzinfo) -> SliceShown:
    return SliceShown(
        opened=opened,
        times=local_times(opened.piece.starts, opened.piece.ends, zone),
        parents=tuple(
            SliceParent(
                label=known[each.booking].label if each.here else _("A parent on another shift"),
                here=each.here,
                fate=each.fate,
                word=say_fate(each.fate),
                why=say_why(each.fate),
            )
            for each in opened.parents
        ),
    )
