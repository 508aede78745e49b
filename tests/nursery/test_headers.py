"""What every answer tells browsers, and how much may be sent to us."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import House
from tests.pages import client_of

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    "path", ["/bluebell/rota/", "/bluebell/nowhere/", "/accounts/login/", "/bluebell/costs/report/"]
)
def test_a_page_runs_and_shows_only_what_is_ours_and_is_kept_nowhere(house: House, path: str) -> None:
    answer = client_of(house.parent()).get(path, follow=path == "/accounts/login/")
    assert sorted(answer["Content-Security-Policy"].split("; ")) == sorted(STRICT.split("; "))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=(), " in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer


def test_more_than_the_most_is_refused_before_it_is_read(house: House, settings) -> None:
    settings.MOST_BODY_BYTES = 1000
    manager = client_of(house.manager())
    answer = manager.post("/bluebell/members/sheet/", {"sheet": SimpleUploadedFile("people.csv", b"x" * 2000)})
    assert answer.status_code == 413
    assert "At most 1000\N{NO-BREAK SPACE}bytes can be sent at once" in answer.content.decode()
    assert Client().post("/accounts/login/", {"login": "x" * 2000}).status_code == 413


@pytest.mark.parametrize("length", ["", "-5", "many", "9" * 40])
def test_a_length_that_is_none_breaks_nothing(db: None, length: str) -> None:
    answer = Client().generic("POST", "/accounts/login/", b"", CONTENT_LENGTH=length)
    assert answer.status_code in {200, 413}
