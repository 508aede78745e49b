"""Somebody who may found a nursery, with a browser."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Account
from accounts.scope import account_scope
from founding.models import Draft
from tests.pages import sign_in

NOW = dt.datetime(2026, 9, 30, 8, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class Founder:
    """An account with a confirmed address, signed in."""

    def __init__(self, email: str = "ines@example.org", *, proven: bool = True) -> None:
        self.account = Account.objects.create_user(email=email)
        EmailAddress.objects.create(user=self.account, email=email, verified=proven, primary=True)
        self.sign_in()

    def sign_in(self) -> None:
        self.client = Client()
        sign_in(self.client, self.account)

    def drafts(self) -> list[Draft]:
        with account_scope(self.account):
            return list(Draft.objects.order_by("pk"))

    def begin(self, by: str = "file") -> str:
        """The page to which it leads."""
        answer = self.client.post("/new/", {"by": by})
        assert answer.status_code == 302, answer.content
        return str(self.client.get(answer["Location"]).headers.get("Location", answer["Location"]))

    def send(self, document: Any, page: str | None = None) -> Any:
        written = document if isinstance(document, bytes) else json.dumps(document).encode()
        sent = {"file": SimpleUploadedFile("nursery.json", written)}
        return self.client.post(page or self.begin(), sent, follow=True)

    def make(self, **typed: str) -> Any:
        """Press the last button of the newest draft."""
        look = f"/new/{self.drafts()[-1].public_id}/look/"
        return self.client.post(look, {"slug": "bluebell", "name": "Ines Costa"} | typed)


@pytest.fixture
def founder(db: None, settings) -> Founder:
    settings.FOUNDING_OPEN = True
    cache.clear()
    return Founder()


def small(**parts: Any) -> dict[str, Any]:
    """A nursery file that has hardly anything in it."""
    return {"format": "nursery/1", "nursery": {"slug": "bluebell", "name": "Bluebell"}} | parts
