"""Opening pages as somebody, for tests that speak of what a member experiences."""

import re
from html import unescape
from typing import Any

from django.test import Client

from accounts.models import Person


def client_of(person: Person) -> Client:
    """A browser in which this person is signed in."""
    assert person.account is not None
    client = Client()
    client.force_login(person.account)
    return client


def text_of(response: Any) -> str:
    """The page's words, without tags, white space folded."""
    body = response.content.decode()
    body = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", body, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def htmx(client: Client, method: str, url: str, target: str, data: dict[str, Any] | None = None) -> Any:
    """The same request as htmx makes it, for the element with id `target`."""
    send = getattr(client, method)
    return send(url, data or {}, headers={"HX-Request": "true", "HX-Target": target})
