"""When cover needs no manager: between equally cleared people, where the nursery lets it (domain 02)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nursery.models import ClearanceKind
from nursery.refusal import Refusal
from rota.rules.facts import Asker, Post


@dataclass(frozen=True, slots=True)
class TakingOver:
    """Who leaves a place and who would come instead.

    `needed` are the clearances that the duty and the day's ratio rule ask of whoever stands there, first aid
    included where the rule wants a first-aider. `raises_alert`: some slice of the day would be alerted to that is
    not now (that a clearance soon runs out left aside), or would be shorter than now; also where nobody can say, for
    want of ratio rules.
    """

    post: Post
    leaving: Asker
    coming: Asker
    needed: frozenset[str]
    raises_alert: bool


def equally_cleared_refusal(taking_over: TakingOver) -> Refusal | None:
    """Why the manager has to look at it, or None. Equally cleared is who

    - stands in such a place by right,
    - holds on the shift's day every clearance that is needed there and that the one who leaves holds, and
    - raises no alert by coming in their stead: above all, their level is no lower where that matters.
    """
    post, coming = taking_over.post, taking_over.coming
    day = post.shift.date
    if not coming.acts_in(post.place.kind):
        return Refusal("other_kind", _("This place is kept for the other kind: the manager says yes or no."))
    lacking = [
        kind
        for kind in ClearanceKind.values
        if kind in taking_over.needed
        and taking_over.leaving.clearance_on(kind, day) is not None
        and coming.clearance_on(kind, day) is None
    ]
    if lacking:
        return Refusal("not_equal", _("The two are not cleared for the same: the manager says yes or no."))
    if taking_over.raises_alert:
        return Refusal("raises_alert", _("The day would not be as safe as now: the manager says yes or no."))
    return None
