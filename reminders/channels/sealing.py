"""What goes to a push service: words that the phone alone can read (RFC 8291), and who we are (VAPID, RFC 8292).

RFC 8291 is a screenful on top of `cryptography`; the package that has it comes as source alone, which `script/setup`
does not install. Its own worked example is in tests/reminders/test_sealing.py.
"""

import base64
import os
import struct
import time
from binascii import Error as NoBase64
from email.utils import parseaddr

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

from nursery.push_key import to_text

MOST = 3993  # bytes of words that every push service takes: 4096, less what sealing adds
_CURVE = ec.SECP256R1()
_POINT, _SECRET = 65, 16  # bytes
_VALID = 12 * 60 * 60  # seconds that we have signed for; push services take 24 hours at most


class Signer:
    """Says who we are. Raises ValueError where PUSH_KEY is no key."""

    def __init__(self) -> None:
        # It looks at the address more narrowly than mail does.
        self._key = Vapid02(private_key=_private_key(settings.PUSH_KEY), conf={"no-strict": True})

    def headers(self, origin: str) -> dict[str, str]:
        """For a push service's origin ("https://fcm.googleapis.com"): a signature, and the address to complain to."""
        address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "nobody@localhost"
        claims = {"aud": origin, "sub": f"mailto:{address}", "exp": int(time.time()) + _VALID}
        signed: dict[str, str] = self._key.sign(claims)
        return signed


def public_key() -> str:
    """What browsers are given to tie their subscription to us, in base64url; raises ValueError where PUSH_KEY is no
    key."""
    return to_text(_point(_private_key(settings.PUSH_KEY).public_key()))


def sealed(words: bytes, *, p256dh: str, auth: str) -> bytes:
    """The body of a request (`Content-Encoding: aes128gcm`); the keys are the phone's, in base64url.

    Raises ValueError for keys that are none, and for more words than `MOST`.
    """
    return seal(words, phone_keys(p256dh, auth), ec.generate_private_key(_CURVE), os.urandom(16))


def phone_keys(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    """Raises ValueError for what is none."""
    point, secret = _from_text(p256dh), _from_text(auth)
    if len(point) != _POINT or len(secret) != _SECRET:
        raise ValueError("A phone's keys have 65 and 16 bytes.")
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point), secret


def seal(
    words: bytes, keys: tuple[ec.EllipticCurvePublicKey, bytes], once: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """With a key and a salt that are used this once."""
    if len(words) > MOST:
        raise ValueError(f"{len(words)} bytes are too many for a notification.")
    theirs, secret = keys
    ours = _point(once.public_key())
    shared = _derived(once.exchange(ec.ECDH(), theirs), secret, b"WebPush: info\0" + _point(theirs) + ours, 32)
    key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!IB", 4096, len(ours)) + ours
    return head + AESGCM(key).encrypt(nonce, words + b"\x02", None)  # 2: the last record there is


def _from_text(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (NoBase64, UnicodeEncodeError) as error:
        raise ValueError("This is not base64url.") from error


def _private_key(text: str) -> ec.EllipticCurvePrivateKey:
    some = _from_text(text.strip())
    if len(some) != 32:
        raise ValueError("A key for notifications has 32 bytes.")
    return ec.derive_private_key(int.from_bytes(some, "big"), _CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
