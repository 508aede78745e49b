"""The key by which push services know this site: one private number of the curve P-256 (RFC 8292)."""

import base64
import secrets

# How many points the curve's generator makes; every number below it but 0 is a key.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def new_push_key() -> str:
    """32 bytes in base64url without padding: 43 characters, as `PUSH_KEY` takes them."""
    number = 1 + secrets.randbelow(_ORDER - 1)
    return to_text(number.to_bytes(32, "big"))


def to_text(some: bytes) -> str:
    """base64url without padding, as browsers write keys."""
    return base64.urlsafe_b64encode(some).rstrip(b"=").decode()
