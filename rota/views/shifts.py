"""One shift for itself: added, moved, cancelled, brought back."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, manager
from nursery.dates import parse_day
from nursery.refusal import Refused
from rota.actions.shifts import (
    add_shift,
    cancel_shift,
    change_shift,
    propose_shift_cancel,
    propose_shift_change,
    restore_shift,
)
from rota.forms import ShiftForm
from rota.models import Shift
from rota.queries.shifts import work_of
from rota.views.preview import Looked, look_then_do


def _find(public_id: str) -> Shift:
    return get_object_or_404(Shift.objects.select_related("duty", "room"), public_id=public_id)


def _page(request: MemberRequest, shift: Shift) -> str:
    return reverse("rota:shift", args=[request.nursery.slug, shift.public_id])


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def shift_add(request: MemberRequest) -> HttpResponse:
    """A shift that happens once; `?day=` is the day that the form begins with."""
    day = parse_day(request.GET.get("day", "")) or request.today
    sent = request.POST if request.method == "POST" else None
    form = ShiftForm(sent, today=request.today, initial={"date": day})
    if form.is_valid():
        try:
            shift = add_shift(form.work(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            form.add_error(None, str(error.refusal))
        else:
            messages.success(request, _("The shift is there, and its places are open."))
            return HttpResponseRedirect(_page(request, shift))
    return render(request, "rota/shift_add.html", {"form": form}, status=422 if form.errors else 200)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def shift_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """Another day, other times, duty, room or places: who is on it is named before, and told after."""
    shift = _find(public_id)
    work = work_of(shift)
    form = ShiftForm(
        request.POST if request.method == "POST" else None,
        today=request.today,
        initial={
            "date": work.date,
            "starts": work.starts,
            "ends": work.ends,
            "duty": work.duty,
            "room": work.room,
            "paid_places": work.paid,
            "parent_places": work.parent,
        },
    )

    def looked(valid: forms.Form) -> Looked:
        becomes = cast(ShiftForm, valid).work()
        return Looked(
            lambda: propose_shift_change(shift, becomes, nursery=request.nursery, now=request.now),
            lambda digest: change_shift(shift, becomes, digest, request.me, nursery=request.nursery, now=request.now),
            _page(request, shift),
        )

    return look_then_do(request, form, "rota/shift_change.html", looked, {"shift": shift})


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def shift_cancel(request: MemberRequest, public_id: str) -> HttpResponse:
    shift = _find(public_id)
    looked = Looked(
        lambda: propose_shift_cancel(shift, nursery=request.nursery, now=request.now),
        lambda digest: cancel_shift(shift, digest, request.me, nursery=request.nursery, now=request.now),
        _page(request, shift),
    )
    form = forms.Form(request.POST if request.method == "POST" else {})
    return look_then_do(request, form, "rota/shift_cancel.html", lambda _form: looked, {"shift": shift})


@manager
@require_POST
def shift_restore(request: MemberRequest, public_id: str) -> HttpResponse:
    """Bring a cancelled shift back."""
    shift = _find(public_id)
    try:
        restore_shift(shift, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("The shift is back, and its places are open."))
    return HttpResponseRedirect(_page(request, shift))
