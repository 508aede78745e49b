"""Marking a child's day: away, here for an extra session, settling in, or as booked again. No reason is asked for an
absence, only for changing what is past."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts.models import Child, ChildSession, Person
from nursery.dates import local_day
from nursery.models import Nursery, Session
from nursery.refusal import refuse
from rota.actions.history import record
from rota.models import DayMark, DayMarkKind, Verb
from rota.models.marks import child_facts
from rota.queries.attendance import care_leads
from rota.queries.facts import closure_on
from rota.queries.marks import term_holding
from rota.rules.attendance import child_mark_refusal, child_marking_refusal
from rota.rules.closed_term import closed_term_refusal
from rota.rules.marking import correction_refusal


@transaction.atomic
def mark_child(
    child: Child,
    session: Session,
    day: dt.date,
    mark: str,
    marker: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    reason: str = "",
) -> None:
    """Say of a child on one day in one session: away, extra, settling_in, or (empty) as booked. Raises Refused.

    A mark for the whole day that a nursery file brought is turned into one for each other session it was about.
    """
    child = Child.objects.select_for_update(no_key=True).get(pk=child.pk)  # one at a time marks a child
    today = local_day(now, nursery.zone)
    refuse(child_marking_refusal(day, today, marker, care_leads(day, session.room.key), closure_on(day)))
    refuse(closed_term_refusal(term_holding(day)))
    booked = set(_booked_on(child, day))
    belongs = (child.joined or day) <= day <= (child.left or day)
    refuse(child_mark_refusal(mark, session in booked, belongs=belongs))
    marks = list(DayMark.objects.filter(child=child, date=day).select_related("session"))
    before = _said(marks, session, session in booked)
    if before == mark:
        return
    # What a child's day was is a record as soon as the day is over, marked or not.
    refuse(correction_refusal(day, today, reason))
    _put_aside(marks, child, session, booked, day, nursery)
    if mark:
        DayMark.objects.create(nursery=nursery, child=child, date=day, mark=mark, session=session)
    record(
        Verb.CHILD_MARKED if mark else Verb.CHILD_UNMARKED,
        nursery=nursery,
        actor=marker,
        now=now,
        child=child,
        before=child_facts(day, session.key, before),
        after=child_facts(day, session.key, mark),
        reason=reason.strip(),
    )


def _booked_on(child: Child, day: dt.date) -> list[Session]:
    """The sessions of that day that the child's own bookings hold."""
    if not (child.joined or day) <= day <= (child.left or day):
        return []
    held = ChildSession.objects.filter(child=child, session__weekday=day.weekday())
    held = held.filter(Q(starts__isnull=True) | Q(starts__lte=day)).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    return [each.session for each in held.select_related("session__room")]


def _about(mark: DayMark, session: Session, *, booked: bool) -> bool:
    """Whether a mark says something of this session."""
    if mark.session_id is not None:
        return mark.session_id == session.pk
    return not booked if mark.mark == DayMarkKind.EXTRA else booked


def _said(marks: list[DayMark], session: Session, booked: bool) -> str:
    """What is marked now: being away or settling in goes before being extra, as the safety engine reads it."""
    about = [mark.mark for mark in marks if _about(mark, session, booked=booked)]
    for kind in (DayMarkKind.SETTLING_IN, DayMarkKind.AWAY, DayMarkKind.EXTRA):
        if kind in about and not (booked and kind == DayMarkKind.EXTRA):
            return str(kind)
    return ""


def _put_aside(
    marks: list[DayMark], child: Child, session: Session, booked: set[Session], day: dt.date, nursery: Nursery
) -> None:
    """Take away what is said of this session, and keep what is said of the others."""
    for mark in marks:
        if not _about(mark, session, booked=session in booked):
            continue
        if mark.session_id is None:
            others = booked if mark.mark != DayMarkKind.EXTRA else set(_own_rooms_sessions(child, day)) - booked
            DayMark.objects.bulk_create(
                DayMark(nursery=nursery, child=child, date=day, mark=mark.mark, session=other)
                for other in sorted(others - {session}, key=lambda each: each.pk)
            )
        mark.delete()


def _own_rooms_sessions(child: Child, day: dt.date) -> list[Session]:
    rooms = ChildSession.objects.filter(child=child).values("session__room")
    return list(Session.objects.filter(room__in=rooms, weekday=day.weekday()))
