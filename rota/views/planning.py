"""What waits for whoever approves, and the manager's planning of a term."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, approver, manager
from nursery.models import Term
from nursery.refusal import Refused
from reminders.queries.troubles import troubles_in_short
from rota.actions.planning import plan_term
from rota.queries.clearances import clearances_to_see
from rota.queries.planning import patterns, term_plans
from rota.queries.waiting import waiting_for_manager


@approver
@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """Cover to approve, who still looks for cover, open places, shifts nobody has marked."""
    found = waiting_for_manager(request.nursery, request.now, request.today, whole=request.me.is_manager)
    # Who is not cleared is the manager's to know, and no deputy's.
    of_clearances = clearances_to_see(request.nursery, request.now, request.today) if request.me.is_manager else None
    of_messages = troubles_in_short(request.today) if request.me.is_manager else None
    context = {
        "waiting": found,
        "clearances": of_clearances,
        "messages_in_short": of_messages,
        "today": request.today,
    }
    return render(request, "rota/waiting.html", context)


@manager
@require_safe
def plan(request: MemberRequest) -> HttpResponse:
    """The terms, and what their patterns would make."""
    plans = term_plans(request.nursery, request.now, request.today)
    found = patterns()
    context = {
        "plans": [plan for plan in plans if not plan.is_over],
        "over": [plan for plan in plans if plan.is_over],
        "patterns": [one for one in found if one.ends_on is None or one.ends_on >= request.today],
        "ended": [one for one in found if one.ends_on is not None and one.ends_on < request.today],
        "today": request.today,
    }
    return render(request, "rota/plan.html", context)


@manager
@require_POST
def plan_make(request: MemberRequest) -> HttpResponse:
    """Make what is missing in one term; `term` is its key."""
    term = get_object_or_404(Term, key=request.POST.get("term", ""))
    try:
        made = plan_term(term, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        if made.made:
            said = ngettext("Made %(n)d shift in %(term)s.", "Made %(n)d shifts in %(term)s.", made.made)
            said %= {"n": made.made, "term": term.name}
            if made.filled:
                filled = ngettext("Standing turns fill %(n)d place.", "Standing turns fill %(n)d places.", made.filled)
                said = f"{said} {filled % {'n': made.filled}}"
            messages.success(request, said)
        else:
            messages.info(request, _("Every shift of %(term)s is there already.") % {"term": term.name})
    return HttpResponseRedirect(reverse("rota:plan", args=[request.nursery.slug]))
