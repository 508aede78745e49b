"""What families together paid less because of the rota: kept by the treasurer, never one family's."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, money_keeper, treasurer
from costs.actions.programme import add_fee_relief, change_fee_relief, remove_fee_relief
from costs.forms.kept import FeeReliefForm
from costs.models import FeeRelief
from costs.queries.kept import relief_rows
from costs.views.answer import add_refusal, take_out
from nursery.money import say_money
from nursery.refusal import Refused

_FIELDS = {"closed_term": "date", "ahead": "date"}


@money_keeper
@require_safe
def relief(request: MemberRequest) -> HttpResponse:
    """Every amount, the latest first (`?page=2`)."""
    rows, page = relief_rows(request.GET.get("page", ""))
    may_change = request.me.is_treasurer
    return render(request, "costs/relief.html", {"rows": rows, "page": page, "may_change": may_change})


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def relief_add(request: MemberRequest) -> HttpResponse:
    """One more."""
    form = FeeReliefForm(
        request.POST if request.method == "POST" else None,
        nursery=request.nursery,
        today=request.today,
        initial={"date": request.today},
    )
    if form.is_valid():
        try:
            kept = add_fee_relief(form.relieved(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            add_refusal(form, error.refusal, _FIELDS)
        else:
            undo = reverse("costs:relief_remove", args=[request.nursery.slug, kept.public_id])
            said = _("Kept: %(amount)s.") % {"amount": say_money(kept.amount, request.nursery.currency)}
            messages.success(request, said, extra_tags=undo)
            return _to_relief(request)
    return render(request, "costs/relief_add.html", {"form": form}, status=422 if form.errors else 200)


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def relief_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """How much it was, or when."""
    found = get_object_or_404(FeeRelief, public_id=public_id)
    form = FeeReliefForm(
        request.POST if request.method == "POST" else None,
        nursery=request.nursery,
        today=request.today,
        initial={"date": found.date, "amount": found.amount, "note": found.note},
    )
    if form.is_valid():
        try:
            change_fee_relief(found, form.relieved(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            add_refusal(form, error.refusal, _FIELDS)
        else:
            messages.success(request, _("Changed."))
            return _to_relief(request)
    context = {"form": form, "relief": found}
    return render(request, "costs/relief_change.html", context, status=422 if form.errors else 200)


@treasurer
@require_POST
def relief_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Out of the figures; the changes remember it."""
    found = FeeRelief.objects.filter(public_id=public_id).first()
    take_out(request, found, remove_fee_relief)
    return _to_relief(request)


def _to_relief(request: MemberRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("costs:relief", args=[request.nursery.slug]))
