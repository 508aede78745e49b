"""What stands in the way of closing a term, and who is asked."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Person, RoleKind
from costs.models import Adjustment, Change, ChangeVerb, Closing
from costs.rules.closing import second_eyes_refusal
from nursery.models import Term
from rota.models import Booking, BookingStatus, Contribution, CoverRequest, CoverStatus, ShiftStatus
from rota.queries.facts import members_on


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What of a term nobody has finished; each number with the first day that it is about, where there is one. It does
    not stop the closing: what is not marked or confirmed is simply not counted."""

    unmarked: int
    unmarked_on: dt.date | None
    unconfirmed: int
    unconfirmed_on: dt.date | None
    contributions: int
    cover: int
    cover_on: dt.date | None
    corrections: int = 0

    def __bool__(self) -> bool:
        return bool(self.unmarked or self.unconfirmed or self.contributions or self.cover or self.corrections)


def unfinished_in(term: Term) -> Unfinished:
    """Five queries."""
    days = (term.starts, term.ends)
    bookings = Booking.objects.filter(shift__date__range=days).exclude(shift__status=ShiftStatus.CANCELLED)
    unmarked = _days(bookings.filter(status=BookingStatus.BOOKED))
    unconfirmed = _days(bookings.filter(status=BookingStatus.WORKED, confirmed=False))
    cover = list(
        CoverRequest.objects.filter(status=CoverStatus.OPEN, booking__shift__date__range=days)
        .order_by("booking__shift__date")
        .values_list("booking__shift__date", flat=True)
    )
    return Unfinished(
        unmarked=len(unmarked),
        unmarked_on=unmarked[0] if unmarked else None,
        unconfirmed=len(unconfirmed),
        unconfirmed_on=unconfirmed[0] if unconfirmed else None,
        contributions=Contribution.objects.filter(date__range=days, confirmed=False, declined_at=None).count(),
        cover=len(cover),
        cover_on=cover[0] if cover else None,
        corrections=Adjustment.objects.filter(date__range=days, confirmed_at=None).count(),
    )


def _days(bookings: QuerySet[Booking]) -> list[dt.date]:
    return list(bookings.order_by("shift__date").values_list("shift__date", flat=True))


def earlier_open_term(term: Term) -> Term | None:
    return Term.objects.filter(ends__lt=term.starts, closed_at=None).order_by("starts").first()


def open_proposals() -> list[Closing]:
    """Terms that somebody proposes to close and nobody has confirmed yet."""
    return list(Closing.objects.filter(closed_at=None).select_related("term", "proposed_by").order_by("term__starts"))


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What waits for `me` to look at as the second pair of eyes."""

    closings: list[Closing]
    corrections: int

    def __bool__(self) -> bool:
        return bool(self.closings or self.corrections)


def second_look(me: Person) -> SecondLook:
    """Closings for a trustee, corrections for a treasurer too, and of neither what they entered themselves: two
    queries at most."""
    closings = open_proposals() if me.is_trustee else []
    corrections = Adjustment.objects.filter(confirmed_at=None).select_related("entered_by")
    return SecondLook(
        [found for found in closings if second_eyes_refusal(found.proposed_by, me) is None],
        sum(second_eyes_refusal(found.entered_by, me) is None for found in corrections),
    )


def last_word_about(term: Term) -> Change | None:
    """What a trustee said when they last sent a proposal back."""
    return (
        Change.objects.filter(verb=ChangeVerb.SENT_BACK, thing="term", about=term.public_id)
        .select_related("actor")
        .order_by("-at", "-pk")
        .first()
    )


def trustees(today: dt.date) -> list[Person]:
    return list(members_on(today).filter(roles__contains=[RoleKind.TRUSTEE]).order_by("pk"))


def second_eyes(today: dt.date) -> list[Person]:
    """Trustees and treasurers, who look at each other's corrections."""
    return list(members_on(today).filter(roles__overlap=[RoleKind.TRUSTEE, RoleKind.TREASURER]).order_by("pk"))


def told_of_closings(today: dt.date) -> list[Person]:
    """Trustees and treasurers, whose figures are settled, and managers, whose rota it settles."""
    roles = [RoleKind.TRUSTEE, RoleKind.TREASURER, RoleKind.MANAGER]
    return list(members_on(today).filter(roles__overlap=roles).order_by("pk"))


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """Where a term that is over stands: closed (with so many corrections since), proposed, or neither."""

    term: Term
    proposed: bool
    corrections: int


def closing_line(term: Term, today: dt.date) -> ClosingLine | None:
    """None while the term goes on: one query, or none."""
    if today <= term.ends:
        return None
    if term.closed_at is not None:
        return ClosingLine(term, False, Adjustment.objects.filter(about=term, confirmed_at__isnull=False).count())
    return ClosingLine(term, Closing.objects.filter(term=term).exists(), 0)
