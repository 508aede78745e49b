"""The trustees' page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, costs_reader
from costs.queries import terms_begun
from costs.reports.term import term_report
from rota.safety import NoRuleSetError


@costs_reader
@require_safe
def report(request: MemberRequest) -> HttpResponse:
    """What parents' shifts saved in a term (`?term=KEY`, default the present or the last one), and what they asked of
    families."""
    terms = terms_begun(request.today)
    wanted = request.GET.get("term")
    place = next((n for n, term in enumerate(terms) if not wanted or term.key == wanted), None)
    if wanted and place is None:
        raise Http404
    context: dict[str, object] = {"terms": terms}
    if place is not None:
        term, before = terms[place], terms[place + 1] if place + 1 < len(terms) else None
        context["term"] = term
        try:
            context["report"] = term_report(request.nursery, term, before, request.today)
        except NoRuleSetError:
            context["no_rules"] = True
    return render(request, "costs/report.html", context)
