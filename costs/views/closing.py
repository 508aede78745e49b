"""Closing a term: the treasurer proposes, a trustee looks at the same report and confirms."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, treasurer, trustee
from costs.actions.closing import (
    ClosingChanged,
    closing_question,
    confirm_closing,
    propose_closing,
    withdraw_closing,
    would_keep,
)
from costs.forms.closing import WordForm
from costs.models import Closing
from costs.queries.closing import last_word_about, unfinished_in
from costs.reports.reading import reading_of
from costs.rules.closing import confirmation_refusal, proposal_refusal
from nursery.models import Term
from nursery.refusal import Refused


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def term_close(request: MemberRequest, public_id: str) -> HttpResponse:
    """What is missing and unfinished, and what closing settles; then the treasurer proposes it."""
    term = get_object_or_404(Term, public_id=public_id)
    if request.method != "POST":
        return _proposal(request, term)
    try:
        propose_closing(
            term,
            request.POST.get("digest", ""),
            request.me,
            nursery=request.nursery,
            now=request.now,
            today=request.today,
        )
    except Refused as error:
        messages.warning(request, str(error.refusal))
        return _proposal(request, term, HTTPStatus.CONFLICT)
    except ClosingChanged:
        messages.warning(request, _("The figures have changed since you looked. They stand here as they are now."))
        return _proposal(request, term, HTTPStatus.CONFLICT)
    messages.success(request, _("Proposed. The trustees have been asked to look."))
    return HttpResponseRedirect(reverse("costs:term_close", args=[request.nursery.slug, term.public_id]))


def _proposal(request: MemberRequest, term: Term, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    closing = Closing.objects.select_related("proposed_by", "confirmed_by").filter(term=term).first()
    if term.closed_at is not None:
        return render(request, "costs/term_close.html", {"term": term, "closing": closing}, status=status)
    kept = would_keep(term, nursery=request.nursery, today=request.today) if term.starts <= request.today else None
    context = {
        "term": term,
        "closing": closing,
        "kept": kept,
        "reading": reading_of(kept.report) if kept else None,
        "unfinished": unfinished_in(term),
        "word": last_word_about(term),
        "refusal": proposal_refusal(closing_question(term, kept, closing, request.today)),
    }
    return render(request, "costs/term_close.html", context, status=status)


@treasurer
@require_POST
def term_close_withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """The treasurer takes the proposal back."""
    term = get_object_or_404(Term, public_id=public_id)
    closing = Closing.objects.filter(term=term).first()
    try:
        if closing is not None:
            withdraw_closing(closing, request.me, "", nursery=request.nursery, now=request.now)
            messages.success(request, _("Taken back. Nothing is closed."))
    except Refused as error:
        messages.warning(request, str(error.refusal))
    return HttpResponseRedirect(reverse("costs:term_close", args=[request.nursery.slug, term.public_id]))


@trustee
@require_http_methods(["GET", "HEAD", "POST"])
def term_confirm(request: MemberRequest, public_id: str) -> HttpResponse:
    """A second pair of eyes: the proposed report, confirmed for good or sent back with a word."""
    term = get_object_or_404(Term, public_id=public_id)
    closing = Closing.objects.select_related("proposed_by", "confirmed_by").filter(term=term).first()
    if request.method != "POST" or closing is None:
        return _confirmation(request, term, closing, WordForm())
    form = WordForm(request.POST)
    sends_back = "send_back" in request.POST
    if sends_back and not form.is_valid():
        return _confirmation(request, term, closing, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if sends_back:
            word = form.cleaned_data["word"]
            withdraw_closing(closing, request.me, word, nursery=request.nursery, now=request.now)
            messages.success(request, _("Sent back. The treasurer reads your word."))
            return HttpResponseRedirect(_report_of(request, term))
        digest = request.POST.get("digest", "")
        confirm_closing(closing, digest, request.me, nursery=request.nursery, now=request.now, today=request.today)
    except Refused as error:
        messages.warning(request, str(error.refusal))
        return _confirmation(request, term, closing, WordForm(), HTTPStatus.CONFLICT)
    except ClosingChanged:
        messages.warning(
            request, _("The figures have changed since you looked. Look at them as they are now, then decide.")
        )
        return _confirmation(request, term, closing, WordForm(), HTTPStatus.CONFLICT)
    messages.success(request, _("%(term)s is closed. Its report never changes from now on.") % {"term": term.name})
    return HttpResponseRedirect(_report_of(request, term))


def _confirmation(
    request: MemberRequest, term: Term, closing: Closing | None, form: WordForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    term.refresh_from_db()
    context: dict[str, object] = {"term": term, "closing": closing, "form": form}
    if closing is not None and term.closed_at is None:
        kept = would_keep(term, nursery=request.nursery, today=request.today)
        context |= {
            "kept": kept,
            "reading": reading_of(kept.report) if kept else None,
            "changed": kept is not None and kept.inputs_digest != closing.proposed_digest,
            "unfinished": unfinished_in(term),
            "refusal": confirmation_refusal(closing_question(term, kept, closing, request.today), request.me),
        }
    return render(request, "costs/term_confirm.html", context, status=status)


def _report_of(request: MemberRequest, term: Term) -> str:
    return f"{reverse('costs:report', args=[request.nursery.slug])}?term={term.key}"
