"""The whole URL map: a view of ours that does not say who may open it fails here."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts import access

OURS = {
    "public",
    "signed_in",
    "member",
    "whole_account",
    "manager",
    "approver",
    "staff",
    "trustee",
    "costs_reader",
    "treasurer",
    "money_keeper",
    "parent",
}

# Views that cannot wear a decorator of ours. allauth's say themselves who may come in; "visitor" means that
# somebody who is signed in is led on. The ground floor lies below accounts, and its pages are for everybody.
KNOWN = {
    "healthz": "public",
    "demo_mail": "public",  # 404 outside the demo
    "account_login": "visitor",
    "account_request_login_code": "visitor",
    "account_confirm_login_code": "visitor",
    "account_signup": "visitor",  # closed: it says how one gets in
    "account_inactive": "public",
    "account_logout": "public",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",  # whoever holds the key
    "account_reset_password_from_key_done": "public",
    "account_email_verification_sent": "public",  # whoever holds the code
    "account_reauthenticate": "signed_in",
    "account_email": "signed_in",
    "account_change_password": "signed_in",
    "account_set_password": "signed_in",
    "mfa_login_webauthn": "visitor",
    "mfa_authenticate": "visitor",  # whoever has shown the first thing, and not the second
    "mfa_reauthenticate": "signed_in",
    "mfa_reauthenticate_webauthn": "signed_in",
    "mfa_add_webauthn": "signed_in",
    "mfa_edit_webauthn": "signed_in",  # their own, as all of these
    "mfa_remove_webauthn": "signed_in",
    "mfa_activate_totp": "signed_in",
    "mfa_deactivate_totp": "signed_in",
    "mfa_view_recovery_codes": "signed_in",
    "mfa_generate_recovery_codes": "signed_in",
    "mfa_download_recovery_codes": "signed_in",
}


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", entry


def _all_pages() -> dict[str, URLPattern]:
    return dict(_patterns(get_resolver()))


def test_every_page_says_who_may_open_it() -> None:
    silent = {
        name: str(entry.pattern)
        for name, entry in _all_pages().items()
        if name not in KNOWN and getattr(entry.callback, "access", None) not in OURS
    }
    assert silent == {}


def test_no_two_pages_hide_behind_one_name() -> None:
    names = [name for name, _entry in _patterns(get_resolver())]
    assert sorted(names) == sorted(set(names))


def test_the_table_lists_nothing_that_is_gone_or_speaks_for_itself() -> None:
    pages = _all_pages()
    assert KNOWN.keys() <= pages.keys()
    assert [name for name in KNOWN if hasattr(pages[name].callback, "access")] == []


def test_the_decorators_are_the_ones_that_views_may_wear() -> None:
    assert all(callable(getattr(access, name)) for name in OURS)


@pytest.mark.parametrize("name", [name for name, who in KNOWN.items() if who == "signed_in"])
def test_a_visitor_opens_no_page_that_is_for_accounts(name: str, db: None) -> None:
    path = f"/accounts/{_all_pages()[name].pattern}".replace("<int:pk>", "1")
    assert Client().get(path).headers["Location"].startswith("/accounts/login/")
