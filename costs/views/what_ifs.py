"""The what-ifs that were given a name: opened, renamed, removed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, costs_reader
from costs.actions.what_ifs import put_back_what_if, remove_what_if, rename_what_if
from costs.forms.what_if import LETTERS, NameForm, QuestionForm, address_of
from costs.models import WhatIf
from costs.queries.what_ifs import what_ifs_kept
from costs.reports.what_if import session_name
from costs.reports.what_if_words import Words
from nursery.models import Session
from rota.models import Duty


@dataclass(frozen=True, slots=True)
class _Kept:
    """`asked` are its questions in words; none where what they are about is not there any more."""

    what_if: WhatIf
    url: str
    asked: list[str]
    form: NameForm


@costs_reader
@require_safe
def what_ifs(request: MemberRequest) -> HttpResponse:
    return _list(request)


@costs_reader
@require_POST
def what_if_rename(request: MemberRequest, public_id: str) -> HttpResponse:
    kept = get_object_or_404(what_ifs_kept(), public_id=public_id)
    form = NameForm(request.POST, prefix=kept.public_id)
    if not form.is_valid():
        return _list(request, form, status=422)
    rename_what_if(kept, form.cleaned_data["name"], nursery=request.nursery, actor=request.me, now=request.now)
    messages.success(request, _("It is called “%(name)s” now.") % {"name": form.cleaned_data["name"]})
    return _to_list(request)


@costs_reader
@require_POST
def what_if_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    kept = what_ifs_kept().filter(public_id=public_id).first()
    if kept is not None:  # a second press finds it gone already, which is what was wanted
        remove_what_if(kept, nursery=request.nursery, actor=request.me, now=request.now)
        undo = reverse("costs:what_if_put_back", args=[request.nursery.slug, public_id])
        messages.success(request, _("“%(name)s” is removed.") % {"name": kept.name}, extra_tags=undo)
    return _to_list(request)


@costs_reader
@require_POST
def what_if_put_back(request: MemberRequest, public_id: str) -> HttpResponse:
    kept = put_back_what_if(public_id, nursery=request.nursery, actor=request.me, now=request.now)
    if kept is None:
        raise Http404
    messages.success(request, _("“%(name)s” is back.") % {"name": kept.name})
    return _to_list(request)


def _list(request: MemberRequest, wrong: NameForm | None = None, status: int = 200) -> HttpResponse:
    duties = {duty.key: duty.name for duty in Duty.objects.all()}
    sessions = {session.key: session_name(session) for session in Session.objects.select_related("room")}
    words = Words(duties, sessions, request.nursery.currency)

    def asked(kept: WhatIf) -> list[str]:
        said = []
        for letter in LETTERS:
            question = QuestionForm(
                kept.changes,
                prefix=letter,
                duties=list(duties.items()),
                sessions=list(sessions.items()),
                currency=request.nursery.currency,
            )
            if question.asks and question.is_valid():
                said.append("; ".join(words.asked(move) for _field, move in question.moves()))
        return said

    page = reverse("costs:what_if", args=[request.nursery.slug])
    shown = [
        _Kept(
            what_if=kept,
            url=f"{page}?{address_of(kept.term.key, kept.changes)}",
            asked=asked(kept),
            form=wrong
            if wrong is not None and wrong.prefix == kept.public_id
            else NameForm(prefix=kept.public_id, initial={"name": kept.name}),
        )
        for kept in what_ifs_kept()
    ]
    return render(request, "costs/what_ifs.html", {"kept": shown}, status=status)


def _to_list(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("costs:what_ifs", args=[request.nursery.slug]))
