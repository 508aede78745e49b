"""May somebody be put into a place by their standing turn? The booking rules are asked; the words are the manager’s.

The windows in which members book for themselves do not apply: a standing turn is agreed beforehand.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nursery.models import ClearanceKind
from nursery.refusal import Refusal
from rota.models import PlaceKind, ShiftPattern, StandingTurn
from rota.planning.standing import weeks_apart
from rota.rules.booking import (
    BookingRule,
    absent_refusal,
    begun_refusal,
    cancelled_refusal,
    closed_refusal,
    first_refusal,
    overlap_refusal,
)
from rota.rules.facts import Question

_IN_THEIR_WORDS = {
    "cancelled": gettext_lazy("the shift is cancelled"),
    "closed": gettext_lazy("the nursery is closed"),
    "over": gettext_lazy("the shift is over"),
    "begun": gettext_lazy("the shift has begun"),
    "absent": gettext_lazy("away that day"),
    "overlap": gettext_lazy("expected elsewhere at that time"),
}


def standing_refusal(question: Question) -> Refusal | None:
    """Why this person's standing turn does not fill this place; half a sentence, to stand behind a name."""
    shift, asker = question.post.shift, question.asker
    if not asker.person.belongs_on(shift.date):
        return Refusal("left", _("not at the nursery that day"), override=False)
    rules: list[BookingRule] = [cancelled_refusal, closed_refusal, begun_refusal, absent_refusal, overlap_refusal]
    if (refusal := first_refusal(rules, question)) is not None:
        return Refusal(refusal.code, str(_IN_THEIR_WORDS[refusal.code]), override=refusal.override)
    if missing := asker.missing_for(shift):
        names = ", ".join(str(ClearanceKind(kind).label) for kind in missing)
        return Refusal("clearance", _("not cleared that day: %(what)s") % {"what": names})
    return None


def turn_refusal(turn: StandingTurn, pattern: ShiftPattern, others: Iterable[StandingTurn]) -> Refusal | None:
    """May this standing turn stand beside `others` of its pattern?"""
    places = pattern.paid_places if turn.kind == PlaceKind.PAID else pattern.parent_places
    same_days = [other for other in others if other.pk != turn.pk and _meet(turn, other)]
    if not places:
        return Refusal(
            "no_place",
            _("This pattern has no place of that kind."),
            _("Choose the other kind, or give the pattern such a place first."),
            override=False,
        )
    if any(other.person_id == turn.person_id for other in same_days):
        return Refusal(
            "twin_turn",
            _("%(name)s has a standing turn here already.") % {"name": turn.person.short_name},
            _("End that one first, or choose other dates."),
            override=False,
        )
    if sum(other.kind == turn.kind for other in same_days) >= places:
        return Refusal(
            "places_held",
            _("Every place of that kind has somebody who stands in it already."),
            _("End one of those turns first, or give the pattern another place."),
            override=False,
        )
    return None


def _meet(one: StandingTurn, other: StandingTurn) -> bool:
    """Whether there may be a day on which both hold."""
    first = max(one.starts or dt.date.min, other.starts or dt.date.min)
    if first > min(one.ends or dt.date.max, other.ends or dt.date.max):
        return False
    if one.every == 1 or other.every == 1 or one.starts is None or other.starts is None:
        return True
    return weeks_apart(min(one.starts, other.starts), max(one.starts, other.starts)) % 2 == 0
