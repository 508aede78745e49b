"""The trustees' page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, costs_reader
from costs.queries import present_term
from costs.reports.term import term_report
from nursery.models import Term
from rota.safety import NoRuleSetError


@costs_reader
@require_safe
def report(request: MemberRequest) -> HttpResponse:
    """What parents' shifts saved in a term (`?term=KEY`, default the present one), and what they asked of families."""
    terms = list(Term.objects.filter(starts__lte=request.today).order_by("-starts"))
    wanted = request.GET.get("term")
    term = next((t for t in terms if t.key == wanted), None) if wanted else present_term(request.today)
    if wanted and term is None:
        raise Http404
    context: dict[str, object] = {"terms": terms, "term": term}
    if term is not None:
        try:
            context["report"] = term_report(request.nursery, term, request.today)
        except NoRuleSetError:
            context["no_rules"] = True
    return render(request, "costs/report.html", context)
