"""Hours given outside the rota: logged in two taps, confirmed by another."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, member
from accounts.models import Person
from nursery.dates import say_near_day
from nursery.money import say_hours
from nursery.refusal import Refused
from rota.actions.contributions import (
    confirm_contribution,
    decline_contribution,
    log_contribution,
    reopen_contribution,
    withdraw_contribution,
)
from rota.forms.contributions import ContributionForm, usual
from rota.models import Contribution, Duty
from rota.queries.contributions import contributions_page, log_offer, share_with_contribution


@member
@require_safe
def contributions(request: MemberRequest) -> HttpResponse:
    """What waits for somebody to confirm it, and one's own."""
    request.nav_current = "me"  # type: ignore[attr-defined]  # read by nursery.context
    page = contributions_page(request.me, request.nursery, request.today)
    return render(request, "rota/contributions.html", {"page": page, "today": request.today})


@member
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_log(request: MemberRequest) -> HttpResponse:
    """Everything is set as it was the last time, so that most often one tap is left."""
    offer = log_offer(request.me)
    sent = request.method == "POST"
    form = ContributionForm(
        request.POST if sent else None,
        duties=offer.duties,
        every=list(Duty.objects.all()) if sent else offer.duties,
        today=request.today,
        initial={"day": request.today, "duty": offer.duties[0].key if offer.duties else None} | usual(offer.hours),
    )
    if sent and form.is_valid():
        try:
            logged = log_contribution(form.given(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            form.add_error(_FIELDS.get(error.refusal.code), str(error.refusal))
        else:
            undo = reverse("rota:contribution_withdraw", args=[request.nursery.slug, logged.public_id])
            messages.success(request, _said(logged, request), extra_tags=undo)
            return _to_contributions(request)
    request.nav_current = "me"  # type: ignore[attr-defined]
    open_fold = sent or bool(form.initial.get("other_hours"))
    context = {"form": form, "duties": offer.duties, "open_fold": open_fold}
    return render(request, "rota/contribution_log.html", context, status=422 if sent else 200)


_FIELDS = {"future": "day", "not_joined": "day", "left": "day", "closed_term": "day", "care": "duty", "same": "note"}


def _said(logged: Contribution, request: MemberRequest) -> str:
    what = {
        "hours": say_hours(logged.hours),
        "duty": logged.duty.name,
        "day": say_near_day(logged.date, request.today),
    }
    said = _("Logged, thank you: %(hours)s h, %(duty)s, %(day)s. It waits for somebody to confirm it.") % what
    share = share_with_contribution(logged, request.nursery)
    if share is None:
        return said
    then = _("Your family then stands at %(hours)s of %(due)s h.") % {
        "hours": say_hours(share.hours),
        "due": say_hours(share.due),
    }
    return f"{said} {then}"


@member
@require_POST
def contribution_confirm(request: MemberRequest, public_id: str) -> HttpResponse:
    """It happened, and it was so long."""
    return _decide(request, public_id, confirm_contribution, _("Confirmed, thank you: %(name)s, %(hours)s h."))


@member
@require_POST
def contribution_decline(request: MemberRequest, public_id: str) -> HttpResponse:
    """It does not count; the giver sees who said so and can ask."""
    return _decide(request, public_id, decline_contribution, _("Declined: %(name)s, %(hours)s h. They see it."))


_Act = Callable[..., Contribution]


def _decide(request: MemberRequest, public_id: str, act: _Act, sentence: str) -> HttpResponse:
    given = _found(request, public_id)
    if given is None:
        return _to_contributions(request)
    try:
        act(given, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.info(request, str(error.refusal))
    else:
        undo = reverse("rota:contribution_reopen", args=[request.nursery.slug, given.public_id])
        messages.success(request, sentence % _who(given.person, given), extra_tags=undo)
    return _to_contributions(request)


@member
@require_POST
def contribution_reopen(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take back that it was confirmed or declined."""
    given = _found(request, public_id)
    if given is None:
        return _to_contributions(request)
    try:
        reopen_contribution(given, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("Taken back: %(name)s, %(hours)s h. It waits again.") % _who(given.person, given))
    return _to_contributions(request)


@member
@require_POST
def contribution_withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """One's own, as if it had not been logged."""
    given = _found(request, public_id)
    if given is None:
        return _to_contributions(request)
    try:
        withdraw_contribution(given, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("Taken out: it is logged no more."))
    return _to_contributions(request)


def _found(request: MemberRequest, public_id: str) -> Contribution | None:
    """The one that the address names; None where it was taken out meanwhile, which is said."""
    given = Contribution.objects.select_related("person", "duty").filter(public_id=public_id).first()
    if given is None:
        messages.info(request, _("Those hours have been taken out again."))
    return given


def _who(giver: Person, given: Contribution) -> dict[str, str]:
    return {"hours": say_hours(given.hours), "name": giver.short_name}


def _to_contributions(request: MemberRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("rota:contributions", args=[request.nursery.slug]))
