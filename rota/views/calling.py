"""Calling out, for the manager or a deputy: on a phone, at ten past seven."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, approver
from nursery.refusal import Refused
from rota.actions.calling import ask_next_wave, call_out_place, stop_call_out
from rota.forms.calling import CallOutForm
from rota.models import Called, CallOut, CallOutStatus
from rota.queries.calling import call_out_seen, could_answer, start_question
from rota.rules.calling import call_out_refusal
from rota.views.answer import find_place


def _call_out_url(request: MemberRequest, call: CallOut) -> str:
    return reverse("rota:call_out", args=[request.nursery.slug, call.public_id])


def _find_call_out(public_id: str) -> CallOut:
    return get_object_or_404(
        CallOut.objects.select_related("place__shift__duty", "place__shift__room", "started_by"), public_id=public_id
    )


@approver
@require_http_methods(["GET", "HEAD", "POST"])
def call_out_start(request: MemberRequest, public_id: str) -> HttpResponse:
    """Whom to ask for this place, and the button. A place that is called out already leads to its call-out."""
    place = find_place(public_id)
    going_on = CallOut.objects.filter(place=place, status=CallOutStatus.OPEN).select_related("place__shift").first()
    if going_on is not None and going_on.goes_on_at(request.now):
        return HttpResponseRedirect(_call_out_url(request, going_on))
    question = start_question(place, request.me, request.nursery, request.now)
    refusal = call_out_refusal(question)
    could = {} if refusal else could_answer(place, request.nursery, request.now)
    form = None
    if refusal is None:
        form = CallOutForm(request.POST if request.method == "POST" else None, place=place, could=dict(could))
        if form.is_valid():
            try:
                started = call_out_place(
                    place, request.me, Called(form.cleaned_data["called"]), nursery=request.nursery, now=request.now
                )
            except Refused as error:
                refusal = error.refusal
            else:
                return HttpResponseRedirect(_call_out_url(request, started))
    context = {"place": place, "holder": question.post.holder, "form": form, "refusal": refusal}
    status = 422 if form is not None and form.errors else 409 if refusal and request.method == "POST" else 200
    return render(request, "rota/call_out_start.html", context, status=status)


@approver
@require_safe
def call_out(request: MemberRequest, public_id: str) -> HttpResponse:
    """Who was asked when, who said no, who comes, and when more are asked."""
    seen = call_out_seen(_find_call_out(public_id), request.nursery, request.now)
    piece = request.htmx and request.htmx.target == "call-out"  # type: ignore[attr-defined]
    template = "rota/call_out.html#state" if piece else "rota/call_out.html"
    return render(request, template, {"seen": seen, "call": seen.call, "today": request.today})


@approver
@require_POST
def call_out_next(request: MemberRequest, public_id: str) -> HttpResponse:
    call = _find_call_out(public_id)
    try:
        asked = ask_next_wave(call, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        if asked:
            said = ngettext("%(n)d more person is asked.", "%(n)d more people are asked.", asked)
            messages.success(request, said % {"n": asked})
        else:
            messages.info(request, _("Everybody who could come has been asked."))
    return HttpResponseRedirect(_call_out_url(request, call))


@approver
@require_POST
def call_out_stop(request: MemberRequest, public_id: str) -> HttpResponse:
    call = _find_call_out(public_id)
    try:
        stop_call_out(call, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("Stopped. Whoever answers now reads that nobody is needed any more."))
    return HttpResponseRedirect(_call_out_url(request, call))
