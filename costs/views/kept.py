"""What is kept about money, in one place; who changed it; and what is planned."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, costs_reader, money_keeper, treasurer
from costs.actions.budgets import set_budget
from costs.forms.kept import BudgetForm, shown
from costs.models.budget import FIGURES
from costs.queries import budget_of
from costs.queries.changes import said_changes
from costs.queries.kept import budgets_of_terms
from costs.views.answer import add_refusal
from nursery.models import Term
from nursery.refusal import Refused


@money_keeper
@require_safe
def kept(request: MemberRequest) -> HttpResponse:
    """The way to everything that the figures stand on."""
    return render(request, "costs/kept.html")


@costs_reader
@require_safe
def changes(request: MemberRequest) -> HttpResponse:
    """Who changed what, the latest first (`?page=2`). What one person costs is not shown to trustees."""
    lines, page = said_changes(request.GET.get("page", ""), request.nursery, whole=request.me.keeps_money)
    return render(request, "costs/changes.html", {"lines": lines, "page": page})


@money_keeper
@require_safe
def budget(request: MemberRequest) -> HttpResponse:
    """What is planned for each term."""
    may_change = request.me.is_treasurer
    return render(request, "costs/budget.html", {"terms": budgets_of_terms(), "may_change": may_change})


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def budget_set(request: MemberRequest, public_id: str) -> HttpResponse:
    """Plan a term's figures; every one of them empty takes its budget out."""
    term = get_object_or_404(Term, public_id=public_id)
    planned = budget_of(term)
    now_so: dict[str, object] = {}
    if planned is not None:
        now_so = {name: getattr(planned, name) for name in FIGURES} | {"note": planned.note}
        now_so |= {name: shown(getattr(planned, name)) for name in FIGURES if name.endswith("hours")}
    form = BudgetForm(
        request.POST if request.method == "POST" else None, nursery=request.nursery, today=request.today, initial=now_so
    )
    if form.is_valid():
        try:
            note = form.cleaned_data["note"].strip()
            after = set_budget(term, form.figures(), note, request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            add_refusal(form, error.refusal, {})
        else:
            said = (
                _("Planned for %(term)s. The report sets what comes of it beside it.")
                if after
                else _("Nothing is planned for %(term)s.")
            )
            messages.success(request, said % {"term": term.name})
            return HttpResponseRedirect(reverse("costs:budget", args=[request.nursery.slug]))
    context = {"form": form, "term": term, "planned": planned}
    return render(request, "costs/budget_set.html", context, status=422 if form.errors else 200)
