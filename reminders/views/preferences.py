"""What I am told, and how."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, member
from nursery.refusal import Refused
from reminders.actions.preferring import keep_wishes
from reminders.channels import Unreachable, address_of, ways_of
from reminders.forms import PreferencesForm
from reminders.queries.preferences import Kept, kept_of, kinds_for
from reminders.views.devices import devices_shown


@member
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """How I am reached, my quiet hours, and how I am told of each kind that concerns me."""
    kept = kept_of(request.me)
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        kept=kept,
        sections=kinds_for(request.me),
        ways=ways_of(request.nursery),
        country=request.nursery.country,
    )
    if form.is_valid():
        try:
            _keep(request, form.wanted, _("Kept: this is how you are told from now on."))
        except Refused as error:
            messages.warning(request, str(error.refusal))
        return _back(request)
    context = {
        "form": form,
        "kept": kept,
        "address": _address(request),
        "devices": devices_shown(request),
        "changed": bool(kept.kinds),
    }
    return render(request, "reminders/preferences.html", context, status=422 if form.errors else 200)


@member
@require_POST
def preferences_usual(request: MemberRequest) -> HttpResponse:
    """The usual hours, and each kind its usual way; number and language stay."""
    _keep(request, Kept(phone=request.me.phone, language=request.me.language), _("Back to the usual."))
    return _back(request)


@member
@require_POST
def preferences_undo(request: MemberRequest) -> HttpResponse:
    """As it was before what was kept last in this browser."""
    before = request.session.pop(_key(request), None)
    if before is None:
        messages.info(request, _("There is nothing to undo any more."))
    else:
        keep_wishes(request.me, Kept.from_plain(before), nursery=request.nursery, now=request.now)
        messages.success(request, _("As it was before."))
    return _back(request)


def _keep(request: MemberRequest, wanted: Kept, said: str) -> None:
    before = keep_wishes(request.me, wanted, nursery=request.nursery, now=request.now)
    request.session[_key(request)] = before.as_plain()
    messages.success(request, said, extra_tags=reverse("reminders:preferences_undo", args=[request.nursery.slug]))


def _key(request: MemberRequest) -> str:
    """The session's key for what this person had chosen before."""
    return f"wishes-before-{request.me.public_id}"


def _back(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("reminders:preferences", args=[request.nursery.slug]))


def _address(request: MemberRequest) -> dict[str, Any]:
    """Where e-mail goes, or why it cannot; `own` where it is the address that they sign in with, theirs to change."""
    own = not request.me.email.strip()
    try:
        return {"email": address_of(request.me), "own": own}
    except Unreachable as fault:
        return {"fault": str(fault), "own": own}
