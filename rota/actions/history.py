import datetime as dt

from accounts.models import Child, Family, Person
from nursery.models import Nursery
from rota.models import Booking, HistoryEntry, Shift, Verb
from rota.models.marks import Facts


def record(
    verb: Verb,
    *,
    nursery: Nursery,
    actor: Person | None,
    now: dt.datetime,
    shift: Shift | None = None,
    booking: Booking | None = None,
    subject: Person | None = None,
    clearance: str = "",
    family: Family | None = None,
    child: Child | None = None,
    before: Facts | None = None,
    after: Facts | None = None,
    reason: str = "",
    by_link: bool = False,
) -> HistoryEntry:
    """Add what happened to the history, in the transaction of the action that did it."""
    return HistoryEntry.objects.create(
        nursery=nursery,
        at=now,
        actor=actor,
        verb=verb,
        shift=shift,
        booking=booking,
        subject=subject if subject != actor else None,
        clearance=clearance,
        family=family,
        child=child,
        before=before,
        after=after,
        reason=reason,
        by_link=by_link,
    )
