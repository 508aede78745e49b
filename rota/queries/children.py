"""The children of a day, session by session: who is booked, who is away, here besides, or settling in."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Child
from rota.models import DayMarkKind
from rota.safety import Mark, NoRuleSetError, Rota, Session
from rota.safety.attendance import Attendance, bounds
from rota.safety.facts import Child as ChildFacts
from rota.safety.rules import RuleBook
from rota.safety_words import say_band

HERE = "here"


@dataclass(frozen=True, slots=True)
class ChildHere:
    """One child in one session. `state`: here, away, extra (here besides what is booked) or settling_in."""

    child: Child
    state: str

    @property
    def is_here(self) -> bool:
        """Counted among the children: neither away nor with their own parent."""
        return self.state in {HERE, DayMarkKind.EXTRA}


@dataclass(frozen=True, slots=True)
class SessionHere:
    """`children` by name; empty for those who may not see names, who are told `bands` alone. `others` are
    whom it might take besides, by name. `number` names it in the page."""

    number: int
    session: Session
    children: list[ChildHere]
    bands: list[tuple[str, int]]
    here: int
    others: list[Child]

    @property
    def starts(self) -> dt.time:
        return self.session.starts

    @property
    def ends(self) -> dt.time:
        return self.session.ends


def children_of(rota: Rota, day: dt.date, seen: Collection[str], *, all_children: bool) -> dict[str, list[SessionHere]]:
    """The sessions of `day` by room; `seen` are the rooms whose children's names may be told. One query.

    Whoever runs a room is offered the children who come to it on some day or nowhere yet; `all_children`: all.
    """
    attendance = Attendance(rota, day, day)
    if not attendance.is_open(day):
        return {}
    rows = {str(row.pk): row for row in Child.objects.order_by("name", "pk")} if seen else {}
    here = {session.key: set(children) for session, children in attendance.on(day)}
    marks: dict[str, list[tuple[Mark, str | None]]] = defaultdict(list)
    for mark in rota.day_marks:
        if mark.day == day:
            marks[mark.child].append((mark.mark, mark.session))
    try:
        rules = RuleBook(rota.country, rota.own_rules).on(day)
    except NoRuleSetError:
        rules = None  # nobody can say which bands there are; the children are here all the same
    facts = {child.key: child for child in rota.children}
    rooms_of = {session.key: session.room for session in rota.sessions}
    sessions: dict[str, list[SessionHere]] = defaultdict(list)
    of_day = [session for session in rota.sessions if session.weekday == day.weekday()]
    for number, session in enumerate(sorted(of_day, key=lambda s: (s.room, s.starts, s.ends, s.key)), start=1):
        now_here = here.get(session.key, set())
        bands = Counter(rules.band_of(facts[key].born, day) for key in now_here) if rules else Counter()
        states = _states(session, day, rota, now_here, marks) if session.room in seen else {}
        sessions[session.room].append(
            SessionHere(
                number,
                session,
                [ChildHere(row, states[key]) for key, row in rows.items() if key in states],
                [(say_band(rules.bands[each]), bands[each]) for each in sorted(bands)] if rules else [],
                len(now_here),
                [
                    row
                    for key, row in rows.items()
                    if session.room in seen
                    and key not in states
                    and _belongs(facts[key], day)
                    and (all_children or _may_come(facts[key], session.room, rooms_of))
                ],
            )
        )
    rooms_of = {session.key: session.room for session in rota.sessions}
    return dict(sessions)


def is_booked(child: ChildFacts, session: str, day: dt.date) -> bool:
    """Whether a child's own bookings hold this session on `day`, a day of its weekday."""
    for enrolment in child.enrolments:
        begins, ends = bounds(child, enrolment)
        if enrolment.session == session and (begins or day) <= day <= (ends or day):
            return True
    return False


def _states(
    session: Session, day: dt.date, rota: Rota, here: set[str], marks: dict[str, list[tuple[Mark, str | None]]]
) -> dict[str, str]:
    states = {}
    for child in rota.children:
        booked = is_booked(child, session.key, day)
        whole_day = {None} if booked else set()
        own = {mark for mark, of in marks[child.key] if mark != Mark.EXTRA and of in {session.key, *whole_day}}
        if child.key in here:
            states[child.key] = HERE if booked else str(DayMarkKind.EXTRA)
        elif Mark.SETTLING_IN in own:
            states[child.key] = str(DayMarkKind.SETTLING_IN)
        elif booked:
            states[child.key] = str(DayMarkKind.AWAY)
    return states


def _belongs(child: ChildFacts, day: dt.date) -> bool:
    return (child.joined or day) <= day <= (child.left or day)


def _may_come(child: ChildFacts, room: str, rooms_of: dict[str, str]) -> bool:
    rooms = {rooms_of[enrolment.session] for enrolment in child.enrolments}
    return not rooms or room in rooms
