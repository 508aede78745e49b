"""Taking a request or an offer back; the manager's yes or no."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, approver, member
from rota.actions.cover import approve_offer, decline_offer, withdraw_offer, withdraw_request
from rota.models import CoverRequest, Offer
from rota.views.answer import on_place


def _find_offer(public_id: str) -> Offer:
    return get_object_or_404(
        Offer.objects.select_related("place__shift__duty", "place__shift__room", "person", "request__booking__person"),
        public_id=public_id,
    )


@member
@require_POST
def request_withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    asked = get_object_or_404(
        CoverRequest.objects.select_related("booking__shift__duty", "booking__place", "booking__person"),
        public_id=public_id,
    )
    place = asked.booking.place
    if place is None:
        raise Http404  # a shadow's booking: it has no place that anybody could cover
    place.shift = asked.booking.shift

    def action() -> tuple[str, str]:
        withdraw_request(asked, request.me, nursery=request.nursery, now=request.now)
        return _("Good to have you back: the place is yours as before."), ""

    return on_place(request, place, action)


@member
@require_POST
def offer_withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    offer = _find_offer(public_id)

    def action() -> tuple[str, str]:
        withdraw_offer(offer, request.me, nursery=request.nursery, now=request.now)
        return _("Your offer is taken back."), ""

    return on_place(request, offer.place, action)


@approver
@require_POST
def offer_approve(request: MemberRequest, public_id: str) -> HttpResponse:
    offer = _find_offer(public_id)

    def action() -> tuple[str, str]:
        approve_offer(offer, request.me, nursery=request.nursery, now=request.now)
        return _("Approved: %(name)s takes it, and everybody concerned is told.") % {
            "name": offer.person.short_name
        }, ""

    return on_place(request, offer.place, action)


@approver
@require_POST
def offer_decline(request: MemberRequest, public_id: str) -> HttpResponse:
    offer = _find_offer(public_id)

    def action() -> tuple[str, str]:
        decline_offer(offer, request.me, nursery=request.nursery, now=request.now)
        return _("Declined, and %(name)s is told. The place still looks for somebody.") % {
            "name": offer.person.short_name
        }, ""

    return on_place(request, offer.place, action)
