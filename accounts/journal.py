"""The operator's log of who came in, who could not, and what was changed about how one gets in: `turnabout.security`.

A line is one event: what, the account by its number, from which address, on which page, and a few words more; as JSON,
so that nothing that was typed can begin a line. Never a name, an e-mail address, a code or a password. What a nursery
may read of its own is history (nursery/recorded.py); this is for whoever looks into an attack, and short-lived with the
server's other logs.
"""

import json
import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

logger = logging.getLogger("turnabout.security")


def note(event: str, request: HttpRequest | None, user: Any = None, **more: str) -> None:
    """Write one line. Without a request it was a command or a task."""
    said: dict[str, object] = {"event": event}
    if user is None and request is not None and hasattr(request, "user") and request.user.is_authenticated:
        user = request.user
    if user is not None:
        said["account"] = user.pk
    if request is not None:
        said |= {"from": _address(request), "page": request.resolver_match.view_name if request.resolver_match else ""}
    logger.info(json.dumps(said | more))


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "unknown"  # behind a proxy that says none


def _came_in(request: HttpRequest, user: Any, **more: Any) -> None:
    shown = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
    note("came in", request, user, by=" ".join(map(str, shown)))


def _noted(event: str) -> Any:
    def receiver(sender: object, request: HttpRequest | None = None, user: Any = None, **more: Any) -> None:
        factor = more.get("authenticator")
        note(event, request, user, **({"factor": str(factor.type)} if factor is not None else {}))

    return receiver


_EVENTS = (
    (user_login_failed, "password was wrong"),
    (account.login_code_rejected, "code by mail was wrong"),
    (account.email_verification_code_rejected, "code for an address was wrong"),
    (factors.authentication_failed, "second factor was wrong"),
    (user_logged_out, "signed out"),
    (account.password_set, "password set"),
    (account.password_changed, "password changed"),
    (account.password_reset, "password reset"),
    (account.email_added, "address added"),
    (account.email_removed, "address removed"),
    (account.email_changed, "main address changed"),
    (factors.authenticator_added, "factor added"),
    (factors.authenticator_removed, "factor removed"),
    (factors.authenticator_reset, "recovery codes made anew"),
    (factors.authenticator_used, "second factor shown"),
)


def listen() -> None:
    """Connect it all; called once, when the apps are there."""
    account.user_logged_in.connect(_came_in, weak=False, dispatch_uid="journal")
    for signal, event in _EVENTS:
        signal.connect(_noted(event), weak=False, dispatch_uid=f"journal {event}")
