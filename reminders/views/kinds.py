"""What Turnabout writes to people, shown to the manager."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, manager
from nursery.refusal import Refused
from reminders.actions.sampling import send_sample
from reminders.channels import Unreachable, address_of, ways_of
from reminders.kinds import Kind
from reminders.queries.previews import kind_named, preview_of, previews


@manager
@require_safe
def kinds(request: MemberRequest) -> HttpResponse:
    """Every kind by its heading: what it says, to whom, when and how."""
    found = previews(request.nursery, request.me, request.now, ways_of(request.nursery))
    return render(request, "reminders/kinds.html", {"groups": found})


@manager
@require_safe
def kind(request: MemberRequest, name: str) -> HttpResponse:
    """One kind with a made-up case: as a notification and as text, and to be sent to oneself as mail."""
    found = _named(name)
    try:
        address, fault = address_of(request.me), ""
    except Unreachable as error:
        address, fault = "", str(error)
    preview = preview_of(found, request.nursery, request.me, request.now, ways_of(request.nursery))
    return render(request, "reminders/kind.html", {"preview": preview, "address": address, "fault": fault})


@manager
@require_POST
def kind_send(request: MemberRequest, name: str) -> HttpResponse:
    """Send it to me, marked as a sample."""
    found = _named(name)
    try:
        address = address_of(request.me)
        send_sample(found, request.me, nursery=request.nursery, now=request.now)
    except Unreachable as fault:
        messages.warning(request, str(fault))
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("On its way to %(address)s.") % {"address": address})
    return HttpResponseRedirect(reverse("reminders:kind", args=[request.nursery.slug, name]))


def _named(name: str) -> Kind:
    found = kind_named(name)
    if found is None:
        raise Http404
    return found
