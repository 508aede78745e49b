"""The trustees' page."""

from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, costs_reader
from costs.forms.period import PeriodForm
from costs.periods import Period, PeriodKind
from costs.queries import period_asked, terms_begun
from costs.queries.closing import closing_line
from costs.reports.building import report_of
from costs.reports.reading import reading_of
from costs.views.opens import figures_open
from nursery.models import Term
from rota.safety import NoRuleSetError

_LINKED = 2  # terms that stand in the line, beside the one that is shown; earlier ones stand in the form


@costs_reader
@require_safe
def report(request: MemberRequest) -> HttpResponse:
    """What parents' shifts saved in a period (`costs.queries.period_asked`; by itself the present or the last term),
    and what they asked of families."""
    terms = terms_begun(request.today)
    try:
        period = period_asked(request.nursery, request.GET, terms, request.today)
    except ValidationError as refused:
        unknown = "term" in refused.message_dict
        status = HTTPStatus.NOT_FOUND if unknown else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "costs/report.html", _picker(request, terms, None, refused), status=status)
    context = _picker(request, terms, period)
    if period is not None:
        context |= _shown(request, terms, period)
        term = next((term for term in terms if period.kind == PeriodKind.TERM and term.key == period.key), None)
        context["closing_line"] = closing_line(term, request.today) if term else None
    return render(request, "costs/report.html", context)


def _shown(request: MemberRequest, terms: list[Term], period: Period) -> Mapping[str, object]:
    try:
        found = report_of(request.nursery, period, request.today)
    except NoRuleSetError:
        return {"no_rules": True}
    in_term = any(term.starts <= period.last and term.ends >= period.first for term in terms)
    worked = found.hours.parent or found.hours.paid
    opens = figures_open(found, request.nursery.slug, period)
    return {"report": found, "reading": reading_of(found, opens), "outside": not in_term and not worked}


def _picker(
    request: MemberRequest, terms: list[Term], period: Period | None, refused: ValidationError | None = None
) -> dict[str, object]:
    """What a choice of the period needs: the latest terms, those before them, and the form for any other days."""
    chosen = period.key if period is not None and period.kind == PeriodKind.TERM else ""
    linked = [term for n, term in enumerate(terms) if n <= _LINKED or term.key == chosen]
    form = PeriodForm(
        request.GET.dict(), nursery=request.nursery, terms=terms, period=period, today=request.today, refused=refused
    )
    return {
        "period": period,
        "terms": terms,
        "linked": linked,
        "earlier": [term for term in terms if term not in linked],
        "period_form": form,
    }
