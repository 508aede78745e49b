"""What was put right about closed terms, and a second pair of eyes on it."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, costs_reader, treasurer
from costs.actions.corrections import confirm_correction, enter_correction, remove_correction
from costs.forms.corrections import CorrectionForm
from costs.models import Adjustment
from costs.queries.adjustments import adjustments_made, closed_terms, term_to_enter_in
from costs.rules.corrections import correction_confirmation_refusal, correction_removal_refusal
from nursery.models import Term
from nursery.refusal import Refused
from rota.models import Duty


@costs_reader
@require_safe
def corrections(request: MemberRequest) -> HttpResponse:
    """Those that wait for somebody, and those that count, with who and why."""
    found = adjustments_made()
    terms = list(Term.objects.all())
    waiting = []
    for each in found:
        if each.confirmed_at is not None:
            continue
        into = next((term for term in terms if term.holds(each.date)), None)
        refusal = correction_confirmation_refusal(each, into, request.me)
        stays = correction_removal_refusal(each, into, request.me)
        waiting.append({"found": each, "refusal": refusal, "stays": stays})
    context = {
        "waiting": waiting,
        "counted": [each for each in found if each.confirmed_at is not None],
        "can_add": any(term.closed_at is not None for term in terms),
    }
    return render(request, "costs/corrections.html", context)


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def correction_add(request: MemberRequest) -> HttpResponse:
    terms = list(closed_terms())
    sent = request.method == "POST"
    asked = next((term.key for term in terms if term.key == request.GET.get("term")), terms[0].key if terms else None)
    form = CorrectionForm(
        request.POST if sent else None,
        terms=terms,
        duties=list(Duty.objects.order_by("name")),
        today=request.today,
        currency=request.nursery.currency,
        initial={"about": asked},
    )
    if sent and form.is_valid():
        try:
            enter_correction(
                form.correction(), request.me, nursery=request.nursery, now=request.now, today=request.today
            )
        except Refused as error:
            form.add_error(_FIELDS.get(error.refusal.code), str(error.refusal))
        else:
            messages.success(request, _("Entered. It counts once another trustee or treasurer has confirmed it."))
            return _to_corrections(request)
    context = {"form": form, "terms": terms, "into": term_to_enter_in(request.today)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "costs/correction_add.html", context, status=status)


_FIELDS = {"open": "about", "day": "day", "no_rate": "duty"}


@costs_reader
@require_POST
def correction_confirm(request: MemberRequest, public_id: str) -> HttpResponse:
    return _decide(request, public_id, confirm_correction, _("Confirmed. It counts from now on, and stays."))


@costs_reader
@require_POST
def correction_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    return _decide(request, public_id, remove_correction, _("Taken out. It never counted."))


def _decide(request: MemberRequest, public_id: str, act: Callable[..., object], sentence: str) -> HttpResponse:
    found = Adjustment.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    try:
        act(found, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, sentence)
    return _to_corrections(request)


def _to_corrections(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("costs:corrections", args=[request.nursery.slug]))
