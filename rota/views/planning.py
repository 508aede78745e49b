"""The manager's pages: what waits, and planning a term."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, manager
from nursery.models import Term
from rota.actions.history import record
from rota.actions.planning import make_shifts
from rota.forms import PatternForm
from rota.models import Verb
from rota.queries.planning import patterns_with_counts, term_plans, waiting_for_manager


@manager
@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """Cover to approve, who still looks for cover, open places, shifts nobody has marked."""
    found = waiting_for_manager(request.nursery, request.now, request.today)
    return render(request, "rota/waiting.html", {"waiting": found, "today": request.today})


@manager
@require_safe
def plan(request: MemberRequest) -> HttpResponse:
    """The terms, and what their patterns would make."""
    context = {
        "plans": term_plans(request.nursery, request.today),
        "patterns": patterns_with_counts(),
        "today": request.today,
    }
    return render(request, "rota/plan.html", context)


@manager
@require_POST
def plan_make(request: MemberRequest) -> HttpResponse:
    """Make what is missing in one term."""
    term = get_object_or_404(Term, key=request.POST.get("term", ""))
    made = make_shifts(request.nursery, [term])
    if made.shifts:
        record(Verb.PLANNED, nursery=request.nursery, actor=request.me, now=request.now)
        said = ngettext("Made %(shifts)d shift in %(term)s.", "Made %(shifts)d shifts in %(term)s.", made.shifts) % {
            "shifts": made.shifts,
            "term": term.name,
        }
        messages.success(request, said)
    else:
        messages.info(request, _("Every shift of %(term)s is there already.") % {"term": term.name})
    return HttpResponseRedirect(reverse("rota:plan", args=[request.nursery.slug]))


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def pattern_add(request: MemberRequest) -> HttpResponse:
    """A new weekly pattern; its shifts are made from the plan, after a look."""
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save(request.nursery)
        messages.success(request, _("The pattern is there. Look below at what it will make."))
        return HttpResponseRedirect(reverse("rota:plan", args=[request.nursery.slug]))
    status = 422 if form.errors else 200
    return render(request, "rota/pattern_add.html", {"form": form}, status=status)
