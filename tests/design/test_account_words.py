"""The words at the door: every page and letter of allauth that we speak ourselves."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import get_template, render_to_string

ROOT = Path(__file__).resolve().parent.parent.parent / "templates"
OURS = sorted(
    str(path.relative_to(ROOT)) for part in ("account", "mfa", "allauth") for path in (ROOT / part).rglob("*.*")
)
LETTERS = sorted(
    f"{part}/email/{path.name.removesuffix('_message.txt')}"
    for part in ("account", "mfa")
    for path in (ROOT / part / "email").glob("*_message.txt")
    if path.stem != "base_message"
)
RESET = "https://rota.example.org/reset"
FACTS = {
    "code": "K7M-2XQ",
    "email": "amara@example.org",
    "activate_url": "https://rota.example.org/confirm",
    "password_reset_url": RESET,
    "current_site": SimpleNamespace(name="Turnabout", domain="rota.example.org"),
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "ip": "192.0.2.1",
    "user_agent": "a browser",
    "timestamp": "24 November",
}


@pytest.mark.parametrize("name", OURS)
def test_a_template_can_be_read_and_never_shouts(name: str) -> None:
    get_template(name)
    words = re.sub(
        r"\{%.*?%\}|<!doctype[^>]*>",
        lambda tag: tag[0].replace("!=", "").replace("<!", "<"),
        (ROOT / name).read_text(),
    )
    assert "!" not in words


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_has_a_subject_of_one_line_and_says_where_it_comes_from(letter: str) -> None:
    subject = render_to_string(f"{letter}_subject.txt", FACTS).strip()
    body = render_to_string(f"{letter}_message.txt", FACTS)
    assert subject
    assert "\n" not in subject
    assert body.startswith("Hello,")
    assert "rota.example.org" in body
    assert "<" not in body


def test_the_letter_with_a_code_holds_the_code() -> None:
    assert "K7M-2XQ" in render_to_string("account/email/login_code_message.txt", FACTS)
    assert "K7M-2XQ" in render_to_string("account/email/login_code_subject.txt", FACTS)


def test_the_letter_for_a_new_password_holds_the_link() -> None:
    assert RESET in render_to_string("account/email/password_reset_key_message.txt", FACTS)


def test_the_letter_to_an_unknown_address_offers_no_account() -> None:
    body = render_to_string("account/email/unknown_account_message.txt", FACTS)
    assert "No nursery here knows this address" in body
    assert "http" not in body
