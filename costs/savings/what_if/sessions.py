"""Sessions dropped and added, a term of more or fewer weeks, and more or fewer children in a session."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from costs.savings.what_if.asking import CannotSayError, Children, SessionAdded, SessionDropped, Unanswerable, Weeks
from costs.savings.what_if.base import Base, in_order
from costs.savings.what_if.draft import MADE_UP, Draft
from rota.safety import Child, Pricing, Session, Shift

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


def drop_session(draft: Draft, move: SessionDropped) -> None:
    """Its children do not come, and neither do the shifts that served it alone: care in its room, and tasks (lunch)
    at its time on a day with no other session then. What is never priced (a meeting) stays."""
    session = draft.sessions.get(move.session)
    if session is None or session.key not in draft.running:
        raise CannotSayError(move, Unanswerable.NO_SUCH_SESSION)
    draft.running.discard(session.key)
    del draft.sessions[session.key]
    others = [draft.sessions[key] for key in draft.running]
    for shift in list(draft.shifts.values()):
        if _serves(draft, shift, session) and not any(_serves(draft, shift, other) for other in others):
            draft.drop(shift)
    draft.children = [
        replace(child, enrolments=tuple(each for each in child.enrolments if each.session != session.key))
        for child in draft.children
    ]
    draft.day_marks = [mark for mark in draft.day_marks if mark.session != session.key]
    draft.changed.update(draft.base.open_days.on(session.weekday, None, None))


def add_session(draft: Draft, move: SessionAdded) -> None:
    """The first day of the new session is as the first of the one it is like, and so on; where that one had fewer,
    from its first again. A shift that is there at the very time serves both."""
    like = next((each for each in draft.base.facts.rota.sessions if each.key == move.like), None)
    if like is None or like.key not in draft.base.running:
        raise CannotSayError(move, Unanswerable.NO_SUCH_SESSION)
    added = replace(like, key=f"{MADE_UP}-{like.key}-{move.weekday}", weekday=move.weekday)
    if any(_at_one_time(added, draft.sessions[key]) for key in draft.running):
        raise CannotSayError(move, Unanswerable.SESSION_THERE)
    draft.sessions[added.key] = added
    draft.running.add(added.key)
    enrolled = {child.key: [each for each in child.enrolments if each.session == like.key] for child in _base(draft)}
    draft.children = [
        replace(
            child,
            enrolments=(
                *child.enrolments,
                *(replace(each, session=added.key) for each in enrolled.get(child.key, ())),
            ),
        )
        for child in draft.children
    ]
    days = draft.base.open_days
    was = days.on(like.weekday, None, None)
    served = defaultdict(list)
    for shift in in_order(draft.base.facts.rota.shifts):
        if _serves(draft, shift, like):
            served[shift.day].append(shift)
    standing = draft.base.standing
    there = {_place_in_time(shift) for shift in draft.shifts.values()}
    for number, day in enumerate(days.on(move.weekday, None, None)):
        source = was[number % len(was)]
        for shift in served[source]:
            if _place_in_time(draft.on_day(shift, day)) not in there:
                draft.copy(shift, standing.get(shift.key, ()), day)
        draft.day_marks += [
            replace(mark, session=added.key, day=day)
            for mark in draft.base.facts.rota.day_marks
            if mark.session == like.key and mark.day == source
        ]
        draft.changed.add(day)


def full_weeks(base: Base) -> list[dt.date]:
    """The Mondays of the weeks with as many days on which a session ran as any week of the base."""
    running = {each.weekday for each in base.facts.rota.sessions if each.key in base.running}
    days: dict[dt.date, int] = defaultdict(int)
    for weekday in running:
        for day in base.open_days.on(weekday, None, None):
            days[_monday(day)] += 1
    most = max(days.values(), default=0)
    return sorted(monday for monday, count in days.items() if count == most)


def move_weeks(draft: Draft, move: Weeks) -> None:
    """Fewer: the last full weeks go, with their children, their care and their tasks. More: the last full weeks come
    once more, after the end of the term, with everybody who stood in them."""
    known = full_weeks(draft.base)
    if abs(move.by) > len(known):
        raise CannotSayError(move, Unanswerable.TOO_FEW_WEEKS, len(known))
    if move.by == 0:
        return
    weeks = known[-abs(move.by) :]
    if move.by < 0:
        for monday in weeks:
            draft.close(monday, monday + 6 * _DAY)
            for shift in list(draft.shifts.values()):
                if _monday(shift.day) == monday and _is_work(draft, shift):
                    draft.drop(shift)
            draft.changed.update(monday + number * _DAY for number in range(7))
        return
    for monday in weeks:
        _repeat(draft, monday)


def _repeat(draft: Draft, monday: dt.date) -> None:
    """The week from `monday` once more, in the week after the term's last."""
    begins = _monday(draft.last) + _WEEK
    if draft.last + _DAY < begins:
        draft.close(draft.last + _DAY, begins - _DAY)
    draft.term = replace(draft.term, days=replace(draft.term.days, last=begins + 6 * _DAY))
    again = [shift for shift in in_order(draft.shifts.values()) if _monday(shift.day) == monday]
    marks = [mark for mark in draft.day_marks if _monday(mark.day) == monday]
    for number in range(7):
        was, day = monday + number * _DAY, begins + number * _DAY
        if was not in draft.base.open_days:
            draft.close(day, day)
        for shift in again:
            if shift.day == was and _is_work(draft, shift):
                draft.copy(shift, list(draft.standing_on(shift.key)), day)
        draft.day_marks += [replace(mark, day=day) for mark in marks if mark.day == was]
        draft.changed.add(day)


def move_children(draft: Draft, move: Children) -> None:
    """More: of the ages, in the families and with the days of children in the session, the first ones first. Fewer:
    the last ones do not come to it."""
    session = draft.sessions.get(move.session)
    if session is None or session.key not in draft.running:
        raise CannotSayError(move, Unanswerable.NO_SUCH_SESSION)
    here = sorted(
        (child for child in draft.children if any(each.session == session.key for each in child.enrolments)),
        key=lambda child: child.key,
    )
    if -move.by > len(here):
        raise CannotSayError(move, Unanswerable.TOO_FEW_CHILDREN, len(here))
    if move.by < 0:
        going = {child.key for child in here[move.by :]}
        draft.children = [
            replace(child, enrolments=tuple(each for each in child.enrolments if each.session != session.key))
            if child.key in going
            else child
            for child in draft.children
        ]
        draft.day_marks = [m for m in draft.day_marks if m.child not in going or m.session not in (session.key, None)]
    for number in range(move.by):
        like = here[number % len(here)]
        own = tuple(each for each in like.enrolments if each.session == session.key)
        draft.children.append(replace(like, key=draft.made_up_key("child"), enrolments=own))
    draft.changed.update(draft.base.open_days.on(session.weekday, None, None))


def _base(draft: Draft) -> Iterable[Child]:
    return draft.base.facts.rota.children


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * _DAY


def _is_work(draft: Draft, shift: Shift) -> bool:
    return draft.pricing[shift.duty] != Pricing.NONE


def _serves(draft: Draft, shift: Shift, session: Session) -> bool:
    """Care in its room, or a task of the whole house, at its time."""
    if shift.day.weekday() != session.weekday or draft.pricing[shift.duty] == Pricing.NONE:
        return False
    if shift.room not in (session.room, None):
        return False
    zone = draft.base.facts.rota.zone
    starts, ends = shift.starts.astimezone(zone), shift.ends.astimezone(zone)
    return starts.time() < session.ends and (ends.date() > starts.date() or session.starts < ends.time())


def _place_in_time(shift: Shift) -> tuple[str, str | None, dt.datetime, dt.datetime]:
    """Where two shifts have this in common, one is enough: lunch is cooked once for both rooms."""
    return shift.duty, shift.room, shift.starts.astimezone(dt.UTC), shift.ends.astimezone(dt.UTC)


def _at_one_time(one: Session, other: Session) -> bool:
    return (
        (one.room, one.weekday) == (other.room, other.weekday) and one.starts < other.ends and other.starts < one.ends
    )
