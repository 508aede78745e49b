"""What may be put on record about somebody's clearances (domain 01: reference, issue date, level, who checked, the
decision), and taken back again."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Clearance
from nursery.dates import say_day
from nursery.refusal import Refusal
from rota.models.booking import UNDO_FOR


def own_check_refusal(clearance: Clearance) -> Refusal | None:
    if clearance.checked_by_id is not None and clearance.checked_by_id == clearance.person_id:
        return Refusal(
            "own_check",
            _("Nobody checks their own."),
            _("Say who else looked at it: another manager, a trustee or a colleague."),
            override=False,
        )
    return None


def recorded_refusal(clearance: Clearance, on_record: Iterable[Clearance]) -> Refusal | None:
    """Why `clearance` may not be put on record beside (or, where it is one of them, in place of) `on_record`."""
    if refusal := own_check_refusal(clearance):
        return refusal
    for other in on_record:
        if other.pk != clearance.pk and other.replaced_at is None and _said(other) == _said(clearance):
            return Refusal(
                "recorded",
                _("This is on record already, from %(day)s.") % {"day": say_day(clearance.starts, year=True)},
                _("There is nothing more to do."),
                override=False,
            )
    return None


def replaced_refusal(clearance: Clearance) -> Refusal | None:
    """What was on record before a correction is kept as it was."""
    if clearance.replaced_at is not None:
        return Refusal(
            "replaced",
            _("This has been corrected since."),
            _("Look at what is on record now."),
            override=False,
        )
    return None


def end_refusal(clearance: Clearance, last: dt.date) -> Refusal | None:
    """Why it may not be made to end on `last`, the last day on which it counts."""
    if refusal := replaced_refusal(clearance):
        return refusal
    if last < clearance.starts:
        return Refusal(
            "before_start",
            _("It began on %(day)s, so it cannot end before that.") % {"day": say_day(clearance.starts, year=True)},
            _("If it never held, correct it to “not accepted”."),
            override=False,
        )
    if clearance.ends is not None and last >= clearance.ends:
        return Refusal(
            "not_earlier",
            _("It ends on %(day)s as it is.") % {"day": say_day(clearance.ends, year=True)},
            _("Choose an earlier day, or correct it if it holds for longer."),
            override=False,
        )
    return None


def undo_clearance_refusal(clearance: Clearance, now: dt.datetime) -> Refusal | None:
    """Undo is for what was just put on record: ten minutes, as for a booking."""
    if refusal := replaced_refusal(clearance):
        return refusal
    if clearance.recorded_at is None or now - clearance.recorded_at >= UNDO_FOR:
        return Refusal(
            "undo_over",
            _("This can be undone for ten minutes."),
            _("Correct it instead."),
            override=False,
        )
    return None


def _said(clearance: Clearance) -> tuple[object, ...]:
    return (
        clearance.kind,
        clearance.starts,
        clearance.ends,
        clearance.reference,
        clearance.issued,
        clearance.level,
        clearance.decision,
    )
