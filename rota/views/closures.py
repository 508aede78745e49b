"""Closures of a term, bank holidays among them."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, manager
from nursery.models import Closure, Term
from rota.actions.closures import add_closure, change_closure, propose_closure, propose_opening, remove_closure
from rota.forms import ClosureForm
from rota.queries.closures import holidays_to_close
from rota.rules.planning import making_refusal
from rota.views.preview import Looked, look_then_do


def _page(request: MemberRequest, term: Term) -> str:
    return reverse("rota:closures", args=[request.nursery.slug, term.public_id])


@manager
@require_safe
def closures(request: MemberRequest, public_id: str) -> HttpResponse:
    """The closures of a term, and the bank holidays in it that are not closed."""
    term = get_object_or_404(Term, public_id=public_id)
    rows = list(Closure.objects.filter(term=term).order_by("starts", "pk"))
    context = {
        "term": term,
        "closures": rows,
        "holidays": holidays_to_close(term, rows, request.nursery, request.today),
        "refusal": making_refusal(term),
        "today": request.today,
    }
    return render(request, "rota/closures.html", context)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def closure_add(request: MemberRequest, public_id: str) -> HttpResponse:
    """Close for some days: which shifts fall in and who is on them is shown before."""
    term = get_object_or_404(Term, public_id=public_id)
    sent = request.POST if request.method == "POST" else None
    form = ClosureForm(sent, today=request.today, initial={"starts": max(term.starts, request.today)})

    def looked(valid: forms.Form) -> Looked:
        data = valid.cleaned_data
        name, starts, ends = data["name"], data["starts"], data["ends"]
        return Looked(
            lambda: propose_closure(starts, ends, nursery=request.nursery, now=request.now, today=request.today),
            lambda digest: add_closure(
                name,
                starts,
                ends,
                digest,
                request.me,
                nursery=request.nursery,
                now=request.now,
                today=request.today,
            ),
            _page(request, term),
        )

    return look_then_do(request, form, "rota/closure_add.html", looked, {"term": term})


def _find(public_id: str) -> Closure:
    return get_object_or_404(Closure.objects.select_related("term"), public_id=public_id)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def closure_change(request: MemberRequest, public_id: str) -> HttpResponse:
    closure = _find(public_id)
    sent = request.POST if request.method == "POST" else None
    initial = {"name": closure.name, "starts": closure.starts, "ends": closure.ends}
    form = ClosureForm(sent, today=request.today, initial=initial)

    def looked(valid: forms.Form) -> Looked:
        data = valid.cleaned_data
        name, starts, ends = data["name"], data["starts"], data["ends"]
        return Looked(
            lambda: propose_closure(
                starts, ends, was=closure, nursery=request.nursery, now=request.now, today=request.today
            ),
            lambda digest: change_closure(
                closure,
                name,
                starts,
                ends,
                digest,
                request.me,
                nursery=request.nursery,
                now=request.now,
                today=request.today,
            ),
            _page(request, closure.term),
        )

    return look_then_do(request, form, "rota/closure_change.html", looked, {"closure": closure, "term": closure.term})


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def closure_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open again: which shifts come back is shown before."""
    closure = _find(public_id)
    looked = Looked(
        lambda: propose_opening(closure, nursery=request.nursery, now=request.now, today=request.today),
        lambda digest: remove_closure(
            closure, digest, request.me, nursery=request.nursery, now=request.now, today=request.today
        ),
        _page(request, closure.term),
    )
    form = forms.Form(request.POST if request.method == "POST" else {})
    return look_then_do(
        request, form, "rota/closure_remove.html", lambda _form: looked, {"closure": closure, "term": closure.term}
    )
