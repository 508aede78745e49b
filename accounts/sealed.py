"""Secrets at rest: what an app or recovery codes are worked out from is of no use to who sees the tables alone."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FOR = b"turnabout.second-factor"


def sealed(text: str) -> str:
    """Sealed with a key that comes from SECRET_KEY."""
    return _keys().encrypt(text.encode()).decode()


def opened(seal: str) -> str:
    """What was sealed, with SECRET_KEY or one of its fallbacks. Raises InvalidToken where the key is gone."""
    return _keys().decrypt(seal.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=_FOR).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
