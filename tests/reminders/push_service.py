"""A push service on loopback, https as they all are, and phones that can open what it was given: nothing of ours takes
part in the opening. It misbehaves when it is told to."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID


def to_text(some: bytes) -> str:
    return base64.urlsafe_b64encode(some).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF of one block (RFC 5869)."""
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\x01", hashlib.sha256)[:length]


@dataclass
class Phone:
    """A browser that subscribed: what it told us, and what it keeps to itself."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def told(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": to_text(self.public), "auth": to_text(self.auth)}

    def open(self, body: bytes) -> bytes:
        """The words in a sealed body (RFC 8188, RFC 8291), without their padding."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.private.exchange(ec.ECDH(), theirs)
        key = _derived(shared, self.auth, b"WebPush: info\x00" + self.public + sender, 32)
        nonce = _derived(key, salt, b"Content-Encoding: nonce\x00", 12)
        words = AESGCM(_derived(key, salt, b"Content-Encoding: aes128gcm\x00", 16)).decrypt(nonce, sealed, None)
        assert words.rstrip(b"\x00")[-1:] == b"\x02"
        return words.rstrip(b"\x00")[:-1]


@dataclass(frozen=True)
class Came:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    def claims(self) -> dict[str, Any]:
        """What the sender says of itself, its signature looked at (RFC 8292); `k` is the key that signed."""
        scheme, _space, rest = self.headers["authorization"].partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        signed, _dot, signature = parts["t"].rpartition(".")
        raw = from_text(signature)
        pair = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(parts["k"]))
        key.verify(encode_dss_signature(*pair), signed.encode(), ec.ECDSA(SHA256()))
        head, _dot, claims = signed.partition(".")
        assert json.loads(from_text(head))["alg"] == "ES256"
        return {**json.loads(from_text(claims)), "k": parts["k"]}


class PushService:
    """`answers` are statuses by the path's last part, 201 for all others; a path in `hangs` is never answered, one in
    `drips` a byte at a time; `says` is the body of every answer."""

    def __init__(self) -> None:
        self.came: list[Came] = []
        self.answers: dict[str, int] = {}
        self.hangs: set[str] = set()
        self.drips: set[str] = set()
        self.says = b""
        self.leads_to = ""
        self.over = threading.Event()
        self.origin = ""

    def phone(self, name: str) -> Phone:
        return Phone(f"{self.origin}/push/{name}")

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.came.append(Came(handler.path, headers, body))
        name = handler.path.rpartition("/")[2]
        if name in self.hangs:
            self.over.wait(60)
        if name in self.drips:
            handler.wfile.write(b"HTTP/1.1 201 Created\r\nX-Slow: ")
            while not self.over.wait(0.05):
                handler.wfile.write(b"a")
                handler.wfile.flush()
        handler.send_response(self.answers.get(name, 201))
        if self.leads_to:
            handler.send_header("Location", self.leads_to)
        handler.send_header("Content-Length", str(len(self.says)))
        handler.end_headers()
        handler.wfile.write(self.says)


def certificate(folder: Path) -> Path:
    """For localhost, signed by itself; certificate and key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1))  # noqa: DTZ001 - as the builder takes it
        .not_valid_after(dt.datetime(2060, 1, 1))  # noqa: DTZ001
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = folder / "push-service.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


@contextmanager
def push_service_on_loopback(folder: Path) -> Iterator[tuple[PushService, Path]]:
    """The service, and the file with the certificate that it is to be trusted by."""
    service, pem = PushService(), certificate(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.take(self)

        def log_message(self, *_args: Any) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, _request: Any, _address: Any) -> None:
            return  # whoever gave us up has hung up

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    service.origin = f"https://localhost:{server.server_port}"
    try:
        yield service, pem
    finally:
        service.over.set()
        server.shutdown()
        serving.join()
        server.server_close()
