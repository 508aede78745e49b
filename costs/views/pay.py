"""What an hour of a paid person costs: shown here, to the manager and the treasurer, and on no other page."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, money_keeper
from costs.actions.pay import add_pay, change_pay, remove_pay
from costs.forms.kept import PayForm
from costs.models import Pay
from costs.queries.kept import paid_people, pay_of_people
from costs.views.answer import add_refusal, take_out
from nursery.refusal import Refused

_FIELDS = {"closed_term": "starts", "same_day": "starts", "not_paid": "person"}


@money_keeper
@require_safe
def pay(request: MemberRequest) -> HttpResponse:
    """Everybody who is paid, with what an hour costs now and what it cost before."""
    return render(request, "costs/pay.html", {"people": pay_of_people(request.today)})


@money_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def pay_add(request: MemberRequest) -> HttpResponse:
    """Another figure from a day on (`?person=` says whose)."""
    form = PayForm(
        request.POST if request.method == "POST" else None,
        nursery=request.nursery,
        today=request.today,
        people=paid_people(request.today),
        initial={"starts": request.today, "person": request.GET.get("person", "")},
    )
    if form.is_valid():
        try:
            kept = add_pay(form.paid(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            add_refusal(form, error.refusal, _FIELDS)
        else:
            undo = reverse("costs:pay_remove", args=[request.nursery.slug, kept.public_id])
            messages.success(request, _("Kept: %(name)s.") % {"name": kept.person.name}, extra_tags=undo)
            return _to_pay(request)
    return render(request, "costs/pay_add.html", {"form": form}, status=422 if form.errors else 200)


@money_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def pay_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """Another day, or another cost."""
    found = get_object_or_404(Pay.objects.select_related("person"), public_id=public_id)
    form = PayForm(
        request.POST if request.method == "POST" else None,
        nursery=request.nursery,
        today=request.today,
        people=None,
        initial={"starts": found.starts, "hourly_cost": found.hourly_cost},
    )
    if form.is_valid():
        try:
            change_pay(found, form.paid(found.person), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            add_refusal(form, error.refusal, _FIELDS)
        else:
            messages.success(request, _("Changed."))
            return _to_pay(request)
    return render(request, "costs/pay_change.html", {"form": form, "pay": found}, status=422 if form.errors else 200)


@money_keeper
@require_POST
def pay_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """What was kept before it holds on."""
    found = Pay.objects.select_related("person").filter(public_id=public_id).first()
    take_out(request, found, remove_pay)
    return _to_pay(request)


def _to_pay(request: MemberRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("costs:pay", args=[request.nursery.slug]))
