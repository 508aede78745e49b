"""Opening pages as somebody, for tests that speak of what a member experiences."""

import re
import time
from html import unescape
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from accounts.middleware import SEEN_AT
from accounts.models import Account, Person

_FOR_EVER = 2**40  # seconds: this session is never due to be seen


def client_of(person: Person, *, second_factor: bool = True) -> Client:
    """A browser in which this person is signed in, by a second factor too unless told otherwise."""
    assert person.account is not None
    client = Client()
    sign_in(client, person.account, second_factor=second_factor)
    return client


def sign_in(client: Client, account: Account, *, second_factor: bool = True) -> None:
    """A session that says what it would after signing in by the pages, and was seen a moment ago.

    As many queries as `Client.force_login` makes, for tests that count them.
    """
    request = HttpRequest()
    request.session = session = SessionStore()
    login(request, account, settings.AUTHENTICATION_BACKENDS[0])
    shown = [{"method": "code", "at": time.time()}]
    if second_factor:
        shown.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = shown
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(account.pk)
    session[SEEN_AT] = _FOR_EVER
    session.save()
    assert session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def text_of(response: Any) -> str:
    """The page's words, without tags, white space folded."""
    body = response.content.decode()
    body = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", body, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def htmx(client: Client, method: str, url: str, target: str, data: dict[str, Any] | None = None) -> Any:
    """The same request as htmx makes it, for the element with id `target`."""
    send = getattr(client, method)
    return send(url, data or {}, headers={"HX-Request": "true", "HX-Target": target})
