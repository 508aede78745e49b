import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail
from django.test import Client


class Door:
    """Signing in as a visitor does it: through the pages, with what the mail says."""

    def __init__(self, committing: Callable[..., AbstractContextManager[Any]]) -> None:
        self.client = Client()
        self._committing = committing

    def post(self, url: str, data: dict[str, str] | None = None, **extra: Any) -> Any:
        """A post whose transaction commits, so that what waits for the commit (mail) happens."""
        with self._committing(execute=True):
            return self.client.post(url, data or {}, **extra)

    def ask_for_code(self, email: str, **data: str) -> Any:
        return self.post("/accounts/login/code/", {"email": email} | data, follow=True)

    def type_code(self, code: str, **data: str) -> Any:
        return self.post("/accounts/login/code/confirm/", {"code": code} | data)

    def sign_in_by_code(self, email: str) -> Any:
        self.ask_for_code(email)
        return self.type_code(code_in(mail.outbox[-1].body))

    @property
    def is_signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session


def code_in(body: object) -> str:
    """The code of a mail: the one line that is indented."""
    found = re.search(r"^    (\S+)$", str(body), flags=re.M)
    assert found, body
    return found[1]


@pytest.fixture
def door(django_capture_on_commit_callbacks, db: None) -> Door:
    return Door(django_capture_on_commit_callbacks)
