"""Whether a day is safe, in few words: what the week, the day and the manager's first page say of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rota.queries.coverage import DayCoverage
from rota.safety import Alert, RoomDay, Slice
from rota.safety_words import FOR_MANAGER, UNSAFE, capitalised, say_alert, say_span


@dataclass(frozen=True, slots=True)
class State:
    """Mark, word and colour together (components/state.html): `kind` is good, warn, bad or quiet."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Finding:
    """An alert in one room, and when: spans that touch are one. `short_by` is the most adults missing, `even` that
    it is as many all the time."""

    alert: Alert
    room: str
    spans: tuple[tuple[dt.datetime, dt.datetime], ...]
    all_day: bool
    short_by: int
    even: bool


def findings_of(room_days: Iterable[RoomDay]) -> list[Finding]:
    """What breaks the rules first, then what is told in good time; each in the order of the alerts."""
    found = [finding for room_day in room_days for finding in _findings_of_room(room_day)]
    order = list(Alert)
    return sorted(found, key=lambda each: (each.alert not in UNSAFE, order.index(each.alert), each.room))


def safety_states(
    covered: DayCoverage, names: Mapping[str, str], zone: dt.tzinfo, *, whole: bool = False
) -> tuple[State, ...]:
    """Safe or not, and when. Empty for a day without children. `names` are of the rooms that have to be named, by
    key; `whole`: what is for the manager alone too."""
    if covered.no_rules:
        return (State("warn", _("No ratio rules for this day")),)
    findings = findings_of(covered.rooms)
    states = []
    now = [finding for finding in findings if finding.alert not in FOR_MANAGER]
    if now:
        word = say_finding(now[0], names, zone)
        if len(now) > 1:
            more = ngettext("%(n)d more", "%(n)d more", len(now) - 1) % {"n": len(now) - 1}
            word = _("%(first)s, and %(more)s") % {"first": word, "more": more}
        states.append(State("bad" if now[0].alert in UNSAFE else "warn", word))
    elif covered.has_children:
        states.append(State("good", _("Safe all day")))
    if whole and len(findings) > len(now):
        states.append(State("warn", capitalised(say_alert(Alert.EXPIRING))))
    return tuple(states)


def say_finding(finding: Finding, names: Mapping[str, str], zone: dt.tzinfo) -> str:
    """ "One short 12:00–12:30"; with the room where `names` has it."""
    what = say_alert(finding.alert, finding.short_by)
    if not finding.even:
        what = _("up to %(what)s") % {"what": what}
    if finding.all_day:
        when = _("all day")
    elif len(finding.spans) == 1:
        when = say_span(*finding.spans[0], zone)
    elif len(finding.spans) == 2:
        first, second = (say_span(*span, zone) for span in finding.spans)
        when = _("%(first)s and %(second)s") % {"first": first, "second": second}
    else:
        when = ngettext("at %(n)d time", "at %(n)d times", len(finding.spans)) % {"n": len(finding.spans)}
    said = _("%(what)s %(when)s") % {"what": what, "when": when}
    if finding.room in names:
        return _("%(room)s: %(said)s") % {"room": names[finding.room], "said": said}
    return capitalised(said)


def _findings_of_room(room_day: RoomDay) -> Iterable[Finding]:
    pieces: dict[Alert, list[Slice]] = defaultdict(list)
    for piece in room_day.slices:
        for alert in piece.alerts:
            pieces[alert].append(piece)
    with_children = _joined(piece for piece in room_day.slices if piece.has_children)
    for alert, slices in pieces.items():
        missing = {piece.short_by for piece in slices}
        spans = _joined(slices)
        yield Finding(
            alert,
            room_day.room,
            spans,
            spans == with_children and len(spans) == 1,
            max(missing),
            alert is not Alert.SHORT or len(missing) == 1,
        )


def _joined(pieces: Iterable[Slice]) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
    """Their times, those that touch as one."""
    spans: list[tuple[dt.datetime, dt.datetime]] = []
    for piece in pieces:
        if spans and spans[-1][1] == piece.starts:
            spans[-1] = (spans[-1][0], piece.ends)
        else:
            spans.append((piece.starts, piece.ends))
    return tuple(spans)
