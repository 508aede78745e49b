"""Every figure opened: Net -> line -> shift; and the hours that stand beside it. All keep the period and the
estimate in their address."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, costs_reader
from costs.opening import Opening
from costs.periods import month_of
from costs.queries import period_asked, terms_begun
from costs.queries.opened import (
    Ref,
    burden_opened,
    find_figures,
    ledger_of,
    line_opened,
    net_opened,
    shift_opened,
)
from costs.savings import Scenario
from rota.models import Shift
from rota.safety import NoRuleSetError


@costs_reader
@require_safe
def lines(request: MemberRequest) -> HttpResponse:
    """How Net comes about: each line of the sum, and the hours that have no price."""
    opening = _opening(request)
    if isinstance(opening, HttpResponse):
        return opening
    try:
        net = net_opened(request.nursery, opening.period, opening.scenario, request.today)
    except NoRuleSetError:
        return _no_rules(request, opening)
    context = {
        "opening": opening,
        "net": net,
        "estimates": [(each, opening.in_estimate(each).lines) for each in Scenario],
    }
    return render(request, "costs/lines.html", context)


@costs_reader
@require_safe
def line(request: MemberRequest) -> HttpResponse:
    """One figure: what it is reckoned from, and its shifts by day (`?in=2026-10`), or its entries."""
    opening = _opening(request)
    if isinstance(opening, HttpResponse):
        return opening
    asked = Ref.asked(request.GET)
    try:
        ledger = ledger_of(request.nursery, opening.period, request.today)
    except NoRuleSetError:
        return _no_rules(request, opening)
    found = find_figures(ledger, opening.scenario, asked) if asked else []
    if len(found) > 1:
        return HttpResponseRedirect(opening.lines)
    if not found:
        sentence = _("These figures have no such line, or none any more: a rate or a booking may have been corrected.")
        return _not_opened(request, [sentence], opening, status=HTTPStatus.NOT_FOUND)
    shown = line_opened(ledger, opening.scenario, found[0], request.GET.get("in", ""))
    estimates = [
        (each, opening.in_estimate(each).line(ref) if ref else opening.in_estimate(each).lines)
        for each, ref in shown.siblings.items()
    ]
    return render(request, "costs/line.html", {"opening": opening, "line": shown, "estimates": estimates})


@costs_reader
@require_safe
def shift(request: MemberRequest, public_id: str) -> HttpResponse:
    """One shift as the savings see it: its bookings and slices, and the rule that made each hour count or not."""
    opened = get_object_or_404(Shift.objects.select_related("duty", "room"), public_id=public_id)
    opening = _opening(request)
    if isinstance(opening, HttpResponse):
        return opening
    if not opening.period.first <= opened.date <= opening.period.last:
        opening = Opening(opening.slug, month_of(opened.date), opening.scenario)
    try:
        shown = shift_opened(request.nursery, opened, opening.scenario, request.me)
    except NoRuleSetError:
        return _no_rules(request, opening)
    asked = Ref.asked(request.GET)
    alike = Ref(asked.kind, asked.of) if asked else None  # in another estimate the rate is another one
    context = {
        "opening": opening,
        "opened": shown,
        "shift": opened,
        "month": f"{opened.date:%Y-%m}",
        "came_from": shown.figure(asked) if asked else None,
        "estimates": [(each, opening.in_estimate(each).shift(public_id, alike)) for each in Scenario],
    }
    return render(request, "costs/shift.html", context)


@costs_reader
@require_safe
def burden(request: MemberRequest) -> HttpResponse:
    """What parents gave and paid people worked, by duty, and the child-sessions by session and month."""
    opening = _opening(request)
    if isinstance(opening, HttpResponse):
        return opening
    try:
        ledger = ledger_of(request.nursery, opening.period, request.today)
    except NoRuleSetError:
        return _no_rules(request, opening)
    return render(request, "costs/burden.html", {"opening": opening, "burden": burden_opened(ledger)})


def _opening(request: MemberRequest) -> Opening | HttpResponse:
    """The period and the estimate that the address names; else a page that says what is wrong with it."""
    try:
        period = period_asked(request.nursery, request.GET, terms_begun(request.today), request.today)
        scenario = _scenario(request.GET)
    except ValidationError as error:
        return _not_opened(request, error.messages, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if period is None:
        return _not_opened(request, [_("No term has begun yet. Once one has, its figures open here.")])
    return Opening(request.nursery.slug, period, scenario)


def _scenario(asked: Mapping[str, str]) -> Scenario:
    try:
        return Scenario(asked.get("estimate") or Scenario.CENTRAL)
    except ValueError:
        raise ValidationError({"estimate": _("There are three estimates: low, central and high.")}) from None


def _no_rules(request: MemberRequest, opening: Opening) -> HttpResponse:
    sentence = _(
        "We know no ratio rules for this country and these days, so nobody can say which hours were needed. Give the "
        "nursery its own in the nursery file (ratio_rules)."
    )
    return _not_opened(request, [sentence], opening)


def _not_opened(
    request: MemberRequest, sentences: list[str], opening: Opening | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context: dict[str, Any] = {"opening": opening, "sentences": sentences}
    return render(request, "costs/not_opened.html", context, status=status)
