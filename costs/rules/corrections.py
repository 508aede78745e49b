"""What may be put right about a closed term, and by whom (domain 03: as adjustments in the open term, with who and
why)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Person
from costs.models import Adjustment, AdjustmentKind
from costs.rules.closing import second_eyes_refusal
from nursery.models import Term
from nursery.refusal import Refusal


@dataclass(frozen=True, slots=True)
class CorrectionQuestion:
    """`into` is the open term that it would be entered in; `rated` whether the closed term's own rates value the duty
    in every estimate on `day`."""

    about: Term
    into: Term | None
    kind: str
    day: dt.date | None
    much: Decimal
    rated: bool


def correction_refusal(question: CorrectionQuestion) -> Refusal | None:
    about = question.about
    if about.closed_at is None:
        return _refusal(
            "open", _("%(term)s is open.") % {"term": about.name}, _("Put it right where it happened instead.")
        )
    if question.into is None:
        return _refusal(
            "no_open_term",
            _("No open term has begun, so there is none to enter it in."),
            _("Enter it once the next term has begun."),
        )
    if not question.much:
        return _refusal("nothing", _("This changes nothing."), _("Say how much more, or with a minus how much less."))
    if question.kind == AdjustmentKind.HOURS:
        if question.day is None or not about.holds(question.day):
            return _refusal(
                "day",
                _("This day is not in %(term)s.") % {"term": about.name},
                _("Choose the day of that term on which the hours were given."),
            )
        if not question.rated:
            return _refusal(
                "no_rate",
                _("%(term)s was closed without a rate for this duty on that day, so the hours have no value.")
                % {"term": about.name},
                _("Choose another duty, or a day on which there was a rate."),
            )
    return None


def correction_confirmation_refusal(correction: Adjustment, into: Term | None, me: Person) -> Refusal | None:
    """`into` is the term in which it was entered."""
    if correction.confirmed_at is not None:
        return _refusal("confirmed", _("Somebody has confirmed it already."), "")
    if not me.answers_for_it:
        return _refusal("role", _("Only a trustee or a treasurer confirms."), _("Ask one of them to look."))
    if refusal := second_eyes_refusal(correction.entered_by, me):
        return refusal
    return _settled_refusal(into)


def correction_removal_refusal(correction: Adjustment, into: Term | None, me: Person) -> Refusal | None:
    if correction.confirmed_at is not None:
        return _refusal(
            "confirmed",
            _("Somebody has confirmed it already, so it stays."),
            _("Enter another one that takes it back."),
        )
    if not me.answers_for_it:
        return _refusal("role", _("Only a trustee or a treasurer takes it out."), _("Ask one of them."))
    return _settled_refusal(into)


def _settled_refusal(into: Term | None) -> Refusal | None:
    if into is None or into.closed_at is None:
        return None
    return _refusal(
        "closed_term",
        _("%(term)s, in which it was entered, is closed.") % {"term": into.name},
        _("Enter it anew in a term that is open."),
    )


def _refusal(code: str, sentence: str, way_on: str) -> Refusal:
    return Refusal(code, sentence, way_on, override=False)
