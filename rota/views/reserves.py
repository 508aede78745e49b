""" "Call me": for weekdays, and for one shift."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, member
from nursery.refusal import Refused
from rota.actions.reserves import add_reserve, remove_reserve, set_reserve_weekdays
from rota.forms.calling import ReserveForm
from rota.models import Reserve, Shift
from rota.queries.reserves import my_reserves
from rota.views.answer import next_url


@member
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: MemberRequest) -> HttpResponse:
    """The weekdays on which I may be called, and the shifts for which I said so."""
    mine = my_reserves(request.me, request.today)
    weekdays = [each.weekday for each in mine if each.shift is None]
    form = ReserveForm(request.POST if request.method == "POST" else None, initial={"weekdays": weekdays})
    if form.is_valid():
        set_reserve_weekdays(form.cleaned_data["weekdays"], request.me, nursery=request.nursery, now=request.now)
        if form.cleaned_data["weekdays"]:
            messages.success(request, _("Thank you: we will tell you first when somebody is needed on these days."))
        else:
            messages.success(request, _("Kept: no weekday is yours to be called on."))
        return HttpResponseRedirect(reverse("rota:reserve", args=[request.nursery.slug]))
    context = {"form": form, "shifts": [each for each in mine if each.shift is not None], "today": request.today}
    return render(request, "rota/reserve.html", context, status=422 if form.errors else 200)


@member
@require_POST
def reserve_add(request: MemberRequest, public_id: str) -> HttpResponse:
    """ "Call me" for one shift."""
    shift = get_object_or_404(Shift, public_id=public_id)
    try:
        made = add_reserve(shift, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        undo = reverse("rota:reserve_remove", args=[request.nursery.slug, made.public_id])
        messages.success(request, _("Thank you: you are told first when a place comes free."), extra_tags=undo)
    default = reverse("rota:shift", args=[request.nursery.slug, shift.public_id])
    return HttpResponseRedirect(next_url(request, default))


@member
@require_POST
def reserve_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Mine alone: another's is as if it were not there."""
    default = reverse("rota:reserve", args=[request.nursery.slug])
    found = Reserve.objects.filter(public_id=public_id, person=request.me).select_related("shift").first()
    if found is not None:
        if found.shift is not None:
            default = reverse("rota:shift", args=[request.nursery.slug, found.shift.public_id])
        remove_reserve(found, request.me, nursery=request.nursery, now=request.now)
    messages.success(request, _("Taken back: you will not be called for it."))
    return HttpResponseRedirect(next_url(request, default))
