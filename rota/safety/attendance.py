"""Which children are booked when: open days, child-sessions, and who is here on a day."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rota.safety.facts import Child, Enrolment, Mark, Rota, Session, Term

_DAY = dt.timedelta(days=1)


class OpenDays:
    """The days of the terms outside closures, by weekday, within a span of days (both ends included)."""

    def __init__(self, terms: tuple[Term, ...], first: dt.date, last: dt.date) -> None:
        days: set[dt.date] = set()
        for term in terms:
            begin, end = max(first, term.days.first), min(last, term.days.last)
            length = (end - begin).days + 1
            days.update(
                day
                for day in (begin + offset * _DAY for offset in range(length))
                if not any(closure.holds(day) for closure in term.closures)
            )
        self._days = frozenset(days)
        self._of_weekday: dict[int, list[dt.date]] = defaultdict(list)
        for day in sorted(days):
            self._of_weekday[day.weekday()].append(day)

    def __contains__(self, day: dt.date) -> bool:
        return day in self._days

    def on(self, weekday: int, begins: dt.date | None, ends: dt.date | None) -> list[dt.date]:
        """The open days of one weekday from `begins` to `ends`, both included, None open."""
        days = self._of_weekday.get(weekday, [])
        start = 0 if begins is None else bisect_left(days, begins)
        stop = len(days) if ends is None else bisect_right(days, ends)
        return days[start:stop]


@dataclass(frozen=True, slots=True)
class ChildSessions:
    """One child booked into one session, and the open days on which they are. Each day is one child-session."""

    child: Child
    session: Session
    days: tuple[dt.date, ...]


def child_sessions(rota: Rota, first: dt.date, last: dt.date) -> Iterator[ChildSessions]:
    """Every child-session from `first` to `last`, both included. Day marks do not change what is booked.

    Raises KeyError where a child is booked into a session that the rota does not have.
    """
    open_days = OpenDays(rota.terms, first, last)
    sessions = {session.key: session for session in rota.sessions}
    for child in rota.children:
        by_session: dict[str, list[Enrolment]] = defaultdict(list)
        for enrolment in child.enrolments:
            by_session[enrolment.session].append(enrolment)
        for key, enrolments in by_session.items():
            session = sessions[key]
            days = [open_days.on(session.weekday, *bounds(child, enrolment)) for enrolment in enrolments]
            booked = days[0] if len(days) == 1 else sorted(set().union(*days))
            yield ChildSessions(child, session, tuple(booked))


def child_session_count(rota: Rota, first: dt.date, last: dt.date) -> int:
    return sum(len(booked.days) for booked in child_sessions(rota, first, last))


def bounds(child: Child, enrolment: Enrolment) -> tuple[dt.date | None, dt.date | None]:
    """From when until when an enrolment holds, the child's own joining and leaving taken in."""
    begins = [day for day in (child.joined, enrolment.begins) if day is not None]
    ends = [day for day in (child.left, enrolment.ends) if day is not None]
    return max(begins, default=None), min(ends, default=None)


class _Booked:
    """Who is booked into one session. A day is looked up: children are gone through once for each span of days in
    which they are the same."""

    def __init__(self, spans: list[tuple[Child, dt.date, dt.date]]) -> None:
        self._spans = spans
        after = {ends + _DAY for _child, _begins, ends in spans if ends < dt.date.max}
        self._edges = sorted({begins for _child, begins, _ends in spans} | after)
        self._found: dict[int, Mapping[str, Child]] = {}

    def on(self, day: dt.date) -> Mapping[str, Child]:
        """By key; the same mapping on all days of a span."""
        span = bisect_right(self._edges, day)
        if span not in self._found:
            self._found[span] = {child.key: child for child, begins, ends in self._spans if begins <= day <= ends}
        return self._found[span]


class Attendance:
    """Who is here in which session of a day: those booked, corrected by day marks."""

    def __init__(self, rota: Rota, first: dt.date, last: dt.date) -> None:
        self._open = OpenDays(rota.terms, first, last)
        self._sessions = {session.key: session for session in rota.sessions}
        self._of_weekday: dict[int, list[Session]] = defaultdict(list)
        for session in rota.sessions:
            self._of_weekday[session.weekday].append(session)
        self._children = {child.key: child for child in rota.children}
        spans: dict[str, list[tuple[Child, dt.date, dt.date]]] = {session.key: [] for session in rota.sessions}
        for child in rota.children:
            for enrolment in child.enrolments:
                begins, ends = bounds(child, enrolment)
                spans[enrolment.session].append((child, begins or dt.date.min, ends or dt.date.max))
        self._booked = {key: _Booked(of_session) for key, of_session in spans.items()}
        self._marks: dict[dt.date, list[tuple[Mark, Child, str | None]]] = defaultdict(list)
        for mark in rota.day_marks:
            self._marks[mark.day].append((mark.mark, self._children[mark.child], mark.session))

    def is_open(self, day: dt.date) -> bool:
        return day in self._open

    def on(self, day: dt.date) -> list[tuple[Session, Mapping[str, Child]]]:
        """The sessions of a day with the children who are here, by key. Sessions without a child are left out.

        A child who is settling in is here with their own parent and is not counted among the children. A mark for
        the whole day is about the sessions booked; an extra session is given up only by a mark that names it.
        """
        if not self.is_open(day):
            return []
        booked = {session.key: self._booked[session.key].on(day) for session in self._of_weekday[day.weekday()]}
        marks = self._marks.get(day)
        here = self._corrected(booked, marks, day) if marks else booked
        return [(self._sessions[key], children) for key, children in here.items() if children]

    def _corrected(
        self, booked: Mapping[str, Mapping[str, Child]], marks: list[tuple[Mark, Child, str | None]], day: dt.date
    ) -> Mapping[str, Mapping[str, Child]]:
        here = {key: dict(children) for key, children in booked.items()}
        for mark, child, session in marks:
            if mark != Mark.EXTRA and session is None:
                for children in here.values():
                    children.pop(child.key, None)
        for mark, child, session in marks:
            if mark == Mark.EXTRA:
                for key in [session] if session else self._sessions_of_own_rooms(child, day):
                    here.setdefault(key, {})[child.key] = child
        for mark, child, session in marks:
            if mark != Mark.EXTRA and session is not None:
                here.get(session, {}).pop(child.key, None)
        return here

    def _sessions_of_own_rooms(self, child: Child, day: dt.date) -> list[str]:
        rooms = {self._sessions[enrolment.session].room for enrolment in child.enrolments}
        return [session.key for session in self._of_weekday[day.weekday()] if session.room in rooms]
