"""Terms: a new one, after the model of the last, and other dates for one that is there."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, manager
from nursery.models import Term
from nursery.refusal import Refused
from rota.actions.terms import Copied, add_term, change_term, propose_term_change
from rota.forms import NewTermForm, TermForm
from rota.views.preview import Looked, look_then_do


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def term_add(request: MemberRequest) -> HttpResponse:
    """A new term; what ends with the last one may go on. Its shifts are made from the plan, after a look."""
    last = Term.objects.order_by("-ends").first()
    form = NewTermForm(request.POST if request.method == "POST" else None, last=last, today=request.today)
    if form.is_valid():
        data = form.cleaned_data
        try:
            copied = add_term(
                data["name"],
                data["starts"],
                data["ends"],
                request.me,
                carry_on=data.get("carry_on", False),
                carry_turns=data.get("carry_on", False) and data.get("carry_turns", False),
                nursery=request.nursery,
                now=request.now,
                today=request.today,
            )
        except Refused as error:
            form.add_error(None, str(error.refusal))
        else:
            messages.success(request, _say(copied))
            return HttpResponseRedirect(reverse("rota:plan", args=[request.nursery.slug]))
    return render(request, "rota/term_add.html", {"form": form}, status=422 if form.errors else 200)


def _say(copied: Copied) -> str:
    said = [_("%(term)s is there. Look at what its patterns would make, then make it.") % {"term": copied.term.name}]
    if copied.patterns:
        n = copied.patterns
        said.append(ngettext("%(n)d pattern goes on.", "%(n)d patterns go on.", n) % {"n": n})
    if copied.turns:
        n = copied.turns
        said.append(ngettext("%(n)d standing turn goes on.", "%(n)d standing turns go on.", n) % {"n": n})
    return " ".join(said)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def term_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """Another name or other dates: which shifts that makes, cancels or brings back is shown before."""
    term = get_object_or_404(Term, public_id=public_id)
    form = TermForm(
        request.POST if request.method == "POST" else None,
        today=request.today,
        initial={"name": term.name, "starts": term.starts, "ends": term.ends},
    )

    def looked(valid: forms.Form) -> Looked:
        data = valid.cleaned_data
        name, starts, ends = data["name"], data["starts"], data["ends"]
        return Looked(
            lambda: propose_term_change(
                term, starts, ends, nursery=request.nursery, now=request.now, today=request.today
            ),
            lambda digest: change_term(
                term,
                name,
                starts,
                ends,
                digest,
                request.me,
                nursery=request.nursery,
                now=request.now,
                today=request.today,
            ),
        )

    return look_then_do(request, form, "rota/term_change.html", looked, {"term": term})
