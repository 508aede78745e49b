"""Looking at a plan before it is carried out: a form, what it would do, then one yes to exactly that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import MemberRequest
from nursery.refusal import Refused
from rota.actions.carrying_out import Done, PlanChanged
from rota.queries.preview import preview_of
from rota.queries.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Looked:
    """What a planning page asks for: what would be done (may raise Refused), and how it is done, given the digest of
    what was looked at (may raise Refused or PlanChanged)."""

    propose: Callable[[], Proposal]
    carry_out: Callable[[str], Done]
    after: str = ""  # where to lead afterwards; empty: to the plan


def look_then_do(
    request: MemberRequest,
    form: forms.Form,
    template: str,
    looked: Callable[[forms.Form], Looked],
    context: dict[str, Any],
) -> HttpResponse:
    """The form; once it is sent, the preview; once that is confirmed, the deed.

    `at_once` in what is sent: where no shift would be touched, there is nothing to look at, and it is done.
    If something has happened in between, the preview is shown anew and says so.
    """
    context |= {"form": form}
    if not form.is_bound or "edit" in request.POST or not form.is_valid():
        status = 422 if form.is_bound and "edit" not in request.POST else 200
        return render(request, template, context, status=status)
    work = looked(form)
    changed = False
    try:
        if digest := request.POST.get("digest", ""):
            done = work.carry_out(digest)
            messages.success(request, say_done(done))
            return HttpResponseRedirect(work.after or reverse("rota:plan", args=[request.nursery.slug]))
        proposal = work.propose()
        if "at_once" in request.POST and not proposal.plan.steps and not proposal.fillings:
            messages.success(request, say_done(work.carry_out(proposal.digest)))  # there is nothing to look at
            return HttpResponseRedirect(work.after or reverse("rota:plan", args=[request.nursery.slug]))
    except Refused as error:
        form.add_error(None, str(error.refusal))
        return render(request, template, context, status=422)
    except PlanChanged as error:
        proposal, changed = error.proposal, True
    context |= {"preview": preview_of(proposal), "plan_changed": changed}
    return render(request, template, context, status=409 if changed else 200)


def say_done(done: Done) -> str:
    """ "Changed 11 shifts and made 2. 4 people are told."."""
    said = [
        words % {"n": count}
        for count, words in (
            (done.made, ngettext("Made %(n)d shift.", "Made %(n)d shifts.", done.made)),
            (done.changed, ngettext("Changed %(n)d shift.", "Changed %(n)d shifts.", done.changed)),
            (done.removed, ngettext("Cancelled %(n)d shift.", "Cancelled %(n)d shifts.", done.removed)),
            (done.restored, ngettext("Brought %(n)d shift back.", "Brought %(n)d shifts back.", done.restored)),
            (done.filled, ngettext("Filled %(n)d place.", "Filled %(n)d places.", done.filled)),
        )
        if count
    ] or [_("Done. No shift was touched.")]
    if done.told:
        said.append(ngettext("%(n)d person is told.", "%(n)d people are told.", done.told) % {"n": done.told})
    return " ".join(said)
