"""A second factor as a phone has it."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from accounts.models import Account

SECRET = base64.b32encode(b"twenty bytes of key.").decode()


def code_of(secret: str = SECRET) -> str:
    """What an app shows now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def give_app(account: Account | None) -> list[str]:
    """An app with SECRET, and what comes with it: the recovery codes."""
    assert account is not None
    TOTP.activate(account, SECRET)
    codes: list[str] = RecoveryCodes.activate(account).get_unused_codes()
    return codes
