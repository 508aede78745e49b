"""The settings as a real nursery's server has them: read anew, in a process of their own."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from nursery import env

GOOD = "qW7-Zk2_mX9vB4nL8pR1tY6uI3oA5sD0fG-hJkLzXcVbNm_QwErTy"
COOKIES = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"]
HSTS = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"]
ASKED = ["DEBUG", "HTTPS", *HSTS, *COOKIES]


def settings_with(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR", "LANG"}}
    said = f"import json; from nursery import settings as s; print(json.dumps({{n: getattr(s, n) for n in {ASKED!r}}}))"
    database = {"DATABASE_URL": "postgresql://app@localhost/turnabout"}
    return subprocess.run(
        [sys.executable, "-c", said],
        env=kept | database | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_real_server_speaks_https_alone_and_its_cookies_are_its_own() -> None:
    done = settings_with(SECRET_KEY=GOOD, ALLOWED_HOSTS="rota.example.org")
    assert json.loads(done.stdout) == {
        "DEBUG": False,
        "HTTPS": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
    }


@pytest.mark.parametrize(
    "weak",
    [
        {"SECRET_KEY": "changeme"},
        {"SECRET_KEY": GOOD, "SECRET_KEY_FALLBACKS": "old"},
        {"SECRET_KEY": GOOD, "METRICS_TOKEN": "x" * 40},
    ],
    ids=["key", "earlier key", "metrics"],
)
def test_a_secret_that_can_be_guessed_stops_the_server_from_starting(weak: dict[str, str]) -> None:
    done = settings_with(**weak)
    assert done.returncode != 0
    assert "can be guessed. Make one with" in done.stderr


@pytest.mark.parametrize("secret", ["", "short", "a" * 60, "0123456789" * 3, "django-insecure-" + GOOD])
def test_what_can_be_guessed_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY can be guessed") as refused:
        env.refuse_weak("SECRET_KEY", secret)
    assert not secret or secret not in str(refused.value)


def test_a_made_one_is_taken() -> None:
    env.refuse_weak("SECRET_KEY", GOOD)
