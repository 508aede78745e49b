"""Reads of how an account gets in: what it can show, and where it is signed in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from nursery.browsers import name_of


@dataclass(frozen=True, slots=True)
class Passkey:
    pk: int
    name: str
    made_at: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WaysIn:
    """`app_since`: None where there is no authenticator app; `codes_left`: None where there are no recovery codes."""

    passkeys: Sequence[Passkey]
    app_since: dt.datetime | None
    app_used_at: dt.datetime | None
    codes_left: int | None

    @property
    def has_factor(self) -> bool:
        return bool(self.passkeys) or self.app_since is not None

    @property
    def few_codes(self) -> bool:
        return self.codes_left is not None and self.codes_left < 3


def ways_in_of(account: Account) -> WaysIn:
    """One query."""
    found = list(Authenticator.objects.filter(user=account).order_by("created_at", "pk"))
    app = next((each for each in found if each.type == Authenticator.Type.TOTP), None)
    codes = next((each for each in found if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return WaysIn(
        passkeys=[
            Passkey(each.pk, each.wrap().name, each.created_at, each.last_used_at)
            for each in found
            if each.type == Authenticator.Type.WEBAUTHN
        ],
        app_since=app.created_at if app else None,
        app_used_at=app.last_used_at if app else None,
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Somewhere an account is signed in; `seen_at` is known to the hour (accounts/middleware.py)."""

    pk: int
    browser: str
    since: dt.datetime
    seen_at: dt.datetime
    is_this: bool
    now: dt.datetime

    @property
    def say_seen(self) -> str:
        hours = int((self.now - self.seen_at).total_seconds() // 3600)
        if hours < 1:
            return _("seen within the last hour")
        if hours < 24:
            return ngettext("last seen %(n)s hour ago", "last seen %(n)s hours ago", hours) % {"n": hours}
        days = hours // 24
        return ngettext("last seen %(n)s day ago", "last seen %(n)s days ago", days) % {"n": days}


def open_sessions(account: Account, session_key: str | None, now: dt.datetime) -> list[OpenSession]:
    """Where `account` is signed in, this session first, then the one seen last. One query."""
    lasting = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    rows = UserSession.objects.filter(Exists(lasting), user=account).order_by("-last_seen_at", "pk")
    found = [
        OpenSession(
            row.pk, name_of(row.user_agent), row.created_at, row.last_seen_at, row.session_key == session_key, now
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: not each.is_this)
