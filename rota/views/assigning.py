"""The manager puts somebody in a place or on a shift as a shadow, and takes somebody out."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, manager, member
from nursery.refusal import Refused
from rota.actions.assigning import add_shadow, assign_place, release_booking, withdraw_shadow
from rota.forms import AssignForm, ReleaseForm
from rota.models import Shift
from rota.queries.assigning import Candidate, candidates, named, shadow_candidates
from rota.queries.effects import Coming, effect_of
from rota.queries.facts import holder_of
from rota.queries.shares import term_on
from rota.rules.assigning import release_refusal
from rota.views.answer import find_place, next_url
from rota.views.booking import find_booking, say_shift


def shift_url(request: MemberRequest, shift: Shift) -> str:
    return reverse("rota:shift", args=[request.nursery.slug, shift.public_id])


def _chosen(request: MemberRequest, everybody: Sequence[Candidate]) -> Candidate | None:
    wanted = request.POST.get("person") or request.GET.get("person", "")
    return next((each for each in everybody if each.person.public_id == wanted), None)


def _listed(request: MemberRequest, everybody: Sequence[Candidate]) -> dict[str, object]:
    """Those whose names fit `?q=`."""
    text = request.GET.get("q", "")
    found = named(everybody, text)
    return {
        "q": text,
        "may": [each for each in found if not each.refusals],
        "may_not": [each for each in found if each.refusals],
    }


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def place_assign(request: MemberRequest, public_id: str) -> HttpResponse:
    """Whom to put in; then, for `?person=`, what it does, and why all the same where a rule stands against it."""
    place = find_place(public_id)
    everybody = candidates(place, request.nursery, request.now)
    chosen = _chosen(request, everybody)
    context: dict[str, object] = {
        "place": place,
        "shift": place.shift,
        "holder": holder_of(place),
        "today": request.today,
    }
    if chosen is None:
        return render(request, "rota/place_assign.html", context | _listed(request, everybody))
    sent = request.POST if request.method == "POST" else None
    form = AssignForm(sent, wants_reason=bool(chosen.refusals) and chosen.possible)
    refused = None
    if sent is not None and form.is_valid():
        try:
            booking = assign_place(
                place,
                chosen.person,
                request.me,
                reason=form.cleaned_data.get("reason", ""),
                nursery=request.nursery,
                now=request.now,
            )
        except Refused as error:
            refused = error.refusal
        else:
            words = {"name": chosen.person.short_name, "shift": say_shift(place.shift)}
            undo = reverse("rota:booking_release", args=[request.nursery.slug, booking.public_id])
            messages.success(request, _("%(name)s is down for %(shift)s, and is told.") % words, extra_tags=undo)
            return HttpResponseRedirect(next_url(request, shift_url(request, place.shift)))
    coming = Coming(chosen.person.pk, place.shift_id, place.kind)
    context |= {
        "chosen": chosen,
        "form": form,
        "refused": refused,
        "effect": effect_of(request.nursery, place.shift.date, coming=[coming]) if chosen.possible else None,
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "rota/place_assign.html", context, status=status)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def booking_release(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take somebody out: what it does is seen first."""
    booking = find_booking(public_id)
    sent = request.POST if request.method == "POST" else None
    form = ReleaseForm(sent)
    refused = release_refusal(booking, request.now, term_on(booking.shift.date))
    if sent is not None and form.is_valid():
        try:
            release_booking(
                booking,
                request.me,
                reason=form.cleaned_data["reason"],
                nursery=request.nursery,
                now=request.now,
            )
        except Refused as error:
            refused = error.refusal
        else:
            words = {"name": booking.person.short_name, "shift": say_shift(booking.shift)}
            messages.success(request, _("%(name)s is no longer down for %(shift)s, and is told.") % words)
            return HttpResponseRedirect(next_url(request, shift_url(request, booking.shift)))
    context = {
        "booking": booking,
        "shift": booking.shift,
        "form": form,
        "refused": refused,
        "effect": None if refused else effect_of(request.nursery, booking.shift.date, leaving=[booking.pk]),
        "today": request.today,
    }
    status = 200 if sent is None else 409 if refused else 422
    return render(request, "rota/booking_release.html", context, status=status)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def shift_shadow(request: MemberRequest, public_id: str) -> HttpResponse:
    """Whom to put on the shift as a shadow; posting `person` does it."""
    shift = get_object_or_404(Shift.objects.select_related("duty", "room"), public_id=public_id)
    everybody = shadow_candidates(shift, request.nursery, request.now)
    refused = None
    if request.method == "POST":
        chosen = _chosen(request, everybody)
        if chosen is not None:
            try:
                booking = add_shadow(shift, chosen.person, request.me, nursery=request.nursery, now=request.now)
            except Refused as error:
                refused = error.refusal
            else:
                words = {"name": chosen.person.short_name, "shift": say_shift(shift)}
                undo = reverse("rota:booking_release", args=[request.nursery.slug, booking.public_id])
                messages.success(
                    request, _("%(name)s comes to learn on %(shift)s, and is told.") % words, extra_tags=undo
                )
                return HttpResponseRedirect(shift_url(request, shift))
    context = {"shift": shift, "refused": refused, "today": request.today} | _listed(request, everybody)
    return render(request, "rota/shift_shadow.html", context, status=409 if refused else 200)


@member
@require_POST
def shadow_withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """A shadow does not come after all."""
    booking = find_booking(public_id)
    try:
        withdraw_shadow(booking, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(
            request, _("You are no longer down to learn on %(shift)s.") % {"shift": say_shift(booking.shift)}
        )
    return HttpResponseRedirect(shift_url(request, booking.shift))
