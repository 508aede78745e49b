"""Notifications in this browser, and in others that are mine; and the program that shows them."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, member, public
from accounts.limits import within
from nursery.browsers import is_phone, name_of
from reminders.actions.devices import renew, turn_off, turn_on
from reminders.channels import public_key, sends_notifications
from reminders.forms.device import DeviceForm
from reminders.here import Here, here_of, keep_here
from reminders.queries.devices import at_hand

_LONGEST = 4096  # bytes of what a browser may tell us of a new address


def devices_shown(request: MemberRequest, here: Here | None = None) -> dict[str, Any]:
    """What reminders/devices.html shows; one query. `key` is "" where the site sends no notifications."""
    names = _names(request, here_of(request) if here is None else here)
    devices = at_hand(request.me)
    return {
        "key": public_key() if sends_notifications() else "",
        "here": next((device for device in devices if device.public_id in names), None),
        "others": [device for device in devices if device.public_id not in names],
        "is_phone": is_phone(_browser(request)),
        "host": request.get_host(),
    }


@member
@require_POST
def device_add(request: MemberRequest) -> HttpResponse:
    """Show my notifications in this browser from now on."""
    if not within(request, "notifications_on"):
        messages.warning(request, _("That was a lot at once. Wait a while, then try again."))
        return _answer(request, status=429)
    form = DeviceForm(request.POST)
    if not sends_notifications() or not form.is_valid():
        messages.warning(request, _("That did not work: nothing can be sent to this browser."))
        return _answer(request, status=422)
    here = here_of(request)
    device = turn_on(
        request.me,
        form.subscription,
        name_of(_browser(request)),
        here=_names(request, here),
        nursery=request.nursery,
        now=request.now,
    )
    here = frozenset(entry for entry in here if entry[0] != request.nursery.pk)
    here |= {(request.nursery.pk, device.public_id)}
    messages.success(request, _("Notifications are on here."))
    response = _answer(request, here=here)
    keep_here(response, here)
    return response


@member
@require_POST
def device_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show my notifications there no more."""
    device = turn_off(request.me, public_id)
    if device is not None:
        messages.success(request, _("%(device)s shows no more notifications.") % {"device": device.label})
    here = here_of(request) - {(request.nursery.pk, public_id)}
    response = _answer(request, here=here)
    if here != here_of(request):
        keep_here(response, here)
    return response


@public
@csrf_exempt  # a service worker knows no token; the cookie comes with what this site's own programs send, and no other
@require_POST
def renewed(request: HttpRequest) -> HttpResponse:
    """The browser has given this site another address for its notifications, and says so (pushsubscriptionchange)."""
    here = here_of(request)
    if not within(request, "notifications_renewed"):
        return HttpResponse(status=429)
    # Another site can make a browser post a form here, and never JSON.
    if not here or request.content_type != "application/json":
        return HttpResponse(status=403)
    form = DeviceForm(_told(request))
    if not form.is_valid():
        return HttpResponse(status=422)
    return HttpResponse(status=204 if renew(here, form.subscription) else 410)


@public
@never_cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The program that a browser keeps and wakes for a notification. At the site's root, because it may speak for what
    lies below its own address."""
    return render(request, "reminders/service_worker.js", content_type="text/javascript")


def _told(request: HttpRequest) -> dict[str, str]:
    """What a browser says of a subscription, as the form takes it; nothing, where it is no such thing."""
    if int(request.headers.get("Content-Length") or 0) > _LONGEST:
        return {}
    try:
        told = json.loads(request.body)
        fields = {"endpoint": told["endpoint"], **told["keys"]}
    except (ValueError, KeyError, TypeError):
        return {}
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def _names(request: MemberRequest, here: Here) -> set[str]:
    """This browser's devices in the nursery."""
    return {public_id for pk, public_id in here if pk == request.nursery.pk}


def _browser(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _answer(request: MemberRequest, here: Here | None = None, status: int = 200) -> HttpResponse:
    """The devices as they now are, in the page; or, without script, the page again."""
    if request.htmx:  # type: ignore[attr-defined]
        context = {"devices": devices_shown(request, here), "is_piece": True}
        return render(request, "reminders/devices.html", context, status=status)
    return HttpResponseRedirect(reverse("reminders:preferences", args=[request.nursery.slug]))
