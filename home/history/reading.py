"""The deeds of a nursery, newest first: what changed in one transaction, who did it, by which way, and why.

Read by moment and never by number, so that a page stays where it is while others are added. Of a deed that changed a
great many rows (a term planned, a file taken in) the first few are said, and how many more there are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import Person
from costs.models import Change
from home.history.naming import Names, names_of
from home.history.words import Detail, Thing, details, sentence
from nursery.acting import By
from nursery.dates import DAY, local_day, tick_of
from nursery.models import Nursery, Recorded
from rota.models import Duty, HistoryEntry

DEEDS, EACH, WHOLE = 30, 8, 1000
# Of somebody else these say what only the manager reads (domain 01): that it was done is all that is said of it to
# whoever did it, who may not be the manager any more.
_OF_ONE = {Thing.CLEARANCE, Thing.LEVEL, Thing.PERSON, Thing.RELIEF, Thing.FAMILY, Thing.FAMILY_SHARE, Thing.BREAK}
_MONEY = {Thing.RATE, Thing.FEE_RELIEF}


@dataclass(frozen=True, slots=True)
class Asked:
    """What to list; empty is everything. `first` and `last` are days, both included; only what was before `before`,
    or the one deed of the moment `deed`."""

    person: Person | None = None
    thing: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    before: dt.datetime | None = None
    deed: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    details: Sequence[Detail]
    why: Sequence[str]  # what the app itself said of it, each with its reason


@dataclass(frozen=True, slots=True)
class Deed:
    """`who` is a name, or empty where the app told PostgreSQL of nobody; `origin` a page's, link's or command's name;
    `more` how many changes are not said."""

    at: dt.datetime
    who: str
    way: str
    origin: str
    tick: int
    lines: Sequence[Line]
    more: int


@dataclass(frozen=True, slots=True)
class DeedsOfDay:
    day: dt.date
    deeds: list[Deed]


@dataclass(frozen=True, slots=True)
class DeedsPage:
    """`older` is what `Asked.before` takes for the next page, if there is one."""

    days: list[DeedsOfDay]
    older: dt.datetime | None


def deeds_of_nursery(nursery: Nursery, asked: Asked) -> DeedsPage:
    """All of it, for the manager: four queries, and one for each sort of row that is spoken of (`naming.names_of`)."""
    rows = _filtered(Recorded.objects.all(), asked, nursery)
    if asked.person is not None:
        rows = rows.filter(Q(person=asked.person.pk) | Q(actor=asked.person.pk))
    return _page(rows, nursery, None, asked)


def deeds_about(me: Person, nursery: Nursery, asked: Asked) -> DeedsPage:
    """What concerns somebody: of them, of their family's share, or done by them. As `deeds_of_nursery`, and one query
    more for whoever reads costs."""
    concerns = Q(person=me.pk) | Q(actor=me.pk)
    if me.family_id is not None:
        concerns |= Q(family=me.family_id)
    # What an hour of somebody costs is for those who keep the money, on their own pages.
    rows = _filtered(Recorded.objects.filter(concerns).exclude(thing=Thing.PAY), asked, nursery)
    return _page(rows, nursery, me, asked)


def _filtered(rows: QuerySet[Recorded], asked: Asked, nursery: Nursery) -> QuerySet[Recorded]:
    if asked.thing:
        rows = rows.filter(thing=asked.thing)
    if asked.first is not None:
        rows = rows.filter(at__gte=_midnight(asked.first, nursery))
    if asked.last is not None:
        rows = rows.filter(at__lt=_midnight(asked.last + DAY, nursery))
    if asked.deed is not None:
        rows = rows.filter(at=asked.deed)
    return rows if asked.before is None else rows.filter(at__lt=asked.before)


def _midnight(day: dt.date, nursery: Nursery) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=nursery.zone)


def _page(rows: QuerySet[Recorded], nursery: Nursery, me: Person | None, asked: Asked) -> DeedsPage:
    moments = list(rows.order_by("-at").values_list("at", flat=True).distinct()[: DEEDS + 1])
    shown, older = moments[:DEEDS], len(moments) > DEEDS
    one_deed = [F("at"), F("actor"), F("by"), F("origin")]
    found = list(
        rows.filter(at__in=shown)
        .annotate(
            place=Window(RowNumber(), partition_by=one_deed, order_by=F("pk").asc()),
            of=Window(Count("*"), partition_by=one_deed),
        )
        .filter(place__lte=EACH if asked.deed is None else WHOLE)
        .order_by("-at", F("actor").asc(nulls_last=True), "by", "origin", "pk")
    )
    names = names_of(found, full=me is None, me=me)
    why = _Why.of(shown)
    seen_as = _Reader(nursery, names, why, me, _duty_keys(me))
    deeds = [
        _deed(list(of_it), seen_as) for _key, of_it in groupby(found, key=lambda r: (r.at, r.actor, r.by, r.origin))
    ]
    by_day = groupby(deeds, key=lambda deed: local_day(deed.at, nursery.zone))
    return DeedsPage([DeedsOfDay(day, list(of_it)) for day, of_it in by_day], shown[-1] if older else None)


def _duty_keys(me: Person | None) -> set[str]:
    return set(Duty.objects.values_list("key", flat=True)) if me is not None and me.reads_costs else set()


@dataclass(frozen=True, slots=True)
class _Why:
    """What the app wrote down itself, of the same moments."""

    entries: dict[dt.datetime, list[HistoryEntry]]
    changes: dict[dt.datetime, list[Change]]

    @classmethod
    def of(cls, moments: Sequence[dt.datetime]) -> "_Why":
        return cls(
            _by_deed(HistoryEntry.objects.filter(deed__in=moments).order_by("pk")),
            _by_deed(Change.objects.filter(deed__in=moments).order_by("pk")),
        )

    def entries_on(self, record: Recorded) -> list[HistoryEntry | Change]:
        said: list[HistoryEntry | Change] = []
        said += [entry for entry in self.entries.get(record.at, []) if _is_about(entry, record)]
        said += [change for change in self.changes.get(record.at, []) if change.thing == record.thing]
        return said


def _by_deed(rows: Iterable[Any]) -> dict[dt.datetime, list[Any]]:
    found: defaultdict[dt.datetime, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.deed].append(row)
    return found


def _is_about(entry: HistoryEntry, record: Recorded) -> bool:
    whom = entry.subject_id or entry.actor_id
    match record.thing:
        case Thing.BOOKING:
            return entry.booking_id == record.row
        case Thing.BREAK:
            facts = (record.before or {}) | (record.after or {})
            return entry.booking_id is not None and entry.booking_id == facts.get("booking_id")
        case Thing.CLEARANCE:
            return entry.verb.startswith("clearance_") and whom == record.person
        case Thing.LEVEL:
            return entry.verb.startswith("level_") and whom == record.person
        case Thing.DEPUTY:
            return entry.verb.startswith("deputy_") and whom == record.person
        case Thing.RELIEF:
            return entry.verb.startswith("relief_") and entry.family_id == record.family
        case Thing.TERM:
            return entry.verb.startswith("term_")
        case _:
            return False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, and with what; `me` is None for the manager's own page, who reads everything."""

    nursery: Nursery
    names: Names
    why: _Why
    me: Person | None
    duties: set[str]

    def may_read_on(self, record: Recorded) -> bool:
        """Whether what it was and became is theirs to see (domain 01)."""
        me = self.me
        if me is None or me.is_manager:
            return True
        if record.thing in _MONEY:
            return self._may_read_money(record, me)
        if record.thing in _OF_ONE:
            return record.person == me.pk or (record.family is not None and record.family == me.family_id)
        return True

    def _may_read_money(self, record: Recorded, me: Person) -> bool:
        if me.keeps_money or record.thing != Thing.RATE:
            return me.reads_costs
        rate = self.names.rates.get(record.row)
        key = ((record.before or {}) | (record.after or {})).get("key") or (rate.key if rate is not None else "")
        return me.reads_costs and key in self.duties  # another one says what an hour of the manager costs

    def may_read_reason_of(self, record: Recorded) -> bool:
        """Of an override or a release the manager reads why, and whoever wrote it."""
        return self.me is None or self.me.is_manager or record.actor == self.me.pk


def _deed(records: list[Any], reader: _Reader) -> Deed:
    first = records[0]
    return Deed(
        at=first.at,
        who=reader.names.person(first.actor) if first.actor is not None else "",
        way=str(By(first.by).label) if first.by in By.values else _("by a way that we do not know"),
        origin=first.origin,
        tick=tick_of(first.at),
        lines=[_line(record, reader) for record in records],
        more=first.of - len(records),
    )


def _line(record: Recorded, reader: _Reader) -> Line:
    reads_on = reader.may_read_on(record)
    return Line(
        sentence(record, reader.names),
        details(record, reader.names, reader.nursery) if reads_on else [],
        [_said(each, reader.may_read_reason_of(record)) for each in reader.why.entries_on(record)] if reads_on else [],
    )


def _said(entry: HistoryEntry | Change, with_reason: bool) -> str:
    verb = str(entry.get_verb_display())
    if not entry.reason or not with_reason:
        return verb
    return _("%(what)s: “%(why)s”") % {"what": verb, "why": entry.reason}
