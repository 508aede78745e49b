"""Looking at a plan and saying yes to it, as a manager does."""

import re
from typing import Any

from django.test import Client

from tests.pages import text_of


def digest_in(page: Any) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page.content.decode())
    assert found is not None, text_of(page)
    return found[1]


def confirm(client: Client, path: str, values: dict[str, Any]) -> Any:
    """Look at it, then say yes to what was shown; the page to which that leads."""
    page = client.post(path, values)
    assert page.status_code == 200, text_of(page)
    return client.post(path, values | {"digest": digest_in(page)}, follow=True)
