"""Notifications on a phone or a computer: web push (RFC 8030), to every browser in which somebody turned them on.

The push service (Google's, Apple's, Mozilla's, …) is the browser's choice. What it carries is sealed: it learns when
something went to which browser, and not what.
"""

import json
import logging
import ssl
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import DAY
from nursery.models import Nursery
from reminders.channels.bounded import all_within
from reminders.channels.carrier import Carrier
from reminders.channels.faults import ChannelAway, NotSent, Unheard, Unreachable, in_words
from reminders.channels.push_service import NoAnswer, NotOurs, NoWay, Posting, origin_of
from reminders.channels.sealing import Signer, sealed
from reminders.letters import Letter
from reminders.models import Channel, PushDevice
from reminders.transactions import own_transaction

logger = logging.getLogger(__name__)

PUSH_SECONDS = 15.0  # for one message to all of a person's phones; a push service answers in a tenth of one
_KEPT = 24 * 60 * 60  # seconds that a push service keeps what a phone that is off has not had
_KEPT_URGENT = 2 * 60 * 60  # a call-out is answered by then, or over
_TITLE, _LINE = 120, 160  # characters; no phone shows more
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_OUR_FAULT = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


def sends_notifications() -> bool:
    return bool(settings.PUSH_KEY)


def notice_of(letter: Letter, public_id: str) -> bytes:
    """What the service worker is given. `link` is a path, so that it can lead to no other site; a second notification
    with the same `tag` takes the place of the first."""
    notice = {
        "title": Truncator(letter.subject).chars(_TITLE),
        "body": Truncator(letter.line).chars(_LINE),
        "link": _path(letter.link),
        "tag": public_id,
        "lang": letter.language,
    }
    return json.dumps(notice, ensure_ascii=False).encode()


class PushChannel(Carrier):
    """Keeps which push services were silent, so that one is waited for once a pass."""

    channel = Channel.PUSH
    needs = ("push_devices",)

    def __init__(self, *, send_seconds: float = PUSH_SECONDS) -> None:
        self._send_seconds = min(send_seconds, float(settings.REMINDER_LETTER_SECONDS))
        self._silent: set[str] = set()
        self._trust: ssl.SSLContext | None = None

    @classmethod
    def is_configured(cls, nursery: Nursery) -> bool:
        return sends_notifications()

    @classmethod
    def reaches(cls, person: Person) -> bool:
        return bool(person.push_devices.all())

    def send(self, letter: Letter, *, nursery: Nursery, person: Person, public_id: str) -> None:
        """Returns when a push service has taken it for one of the person's phones; else raises Unreachable, NotSent
        (Unheard) or ChannelAway. A phone that its push service no longer knows is forgotten."""
        devices = list(person.push_devices.all())
        faults = self._send_to(devices, letter, public_id) if devices else []
        self._remember(nursery, devices, faults)
        if None in faults:
            return
        told = [fault for fault in faults if isinstance(fault, NotSent)]
        if told:  # whoever may have it on one phone is not written to by another way
            raise next((fault for fault in told if isinstance(fault, Unheard)), told[0])
        raise Unreachable(_("%(name)s has no phone that takes notifications.") % {"name": person.short_name})

    def _send_to(self, devices: Sequence[PushDevice], letter: Letter, public_id: str) -> list[Exception | None]:
        """What stood in the way, phone by phone: NotSent or Unreachable; None where it was taken."""
        try:
            signer = Signer()
        except ValueError as error:
            raise ChannelAway(_("The key for notifications (PUSH_KEY) cannot be read.")) from error
        words = notice_of(letter, public_id)
        made = [self._posting(device, words, signer, letter, public_id) for device in devices]
        postings = [each for each in made if isinstance(each, Posting)]
        ended = iter(all_within(self._send_seconds, postings, give_up=[posting.cut for posting in postings]))
        return [self._fault(each, next(ended)) if isinstance(each, Posting) else each for each in made]

    def _posting(
        self, device: PushDevice, words: bytes, signer: Signer, letter: Letter, public_id: str
    ) -> Posting | Exception:
        try:
            origin = origin_of(device.endpoint)
            body = sealed(words, p256dh=device.p256dh, auth=device.auth)
        except (NotOurs, ValueError):
            return Unreachable(device.label)
        if origin in self._silent:
            return NotSent(_silent(device.endpoint))
        headers = signer.headers(origin) | {
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(_KEPT_URGENT if letter.urgent else _KEPT),
            "Urgency": "high" if letter.urgent else "normal",
            "Topic": public_id,  # what the phone has not had yet is replaced by a second try
        }
        if self._trust is None:
            self._trust = ssl.create_default_context()
        return Posting(device.endpoint, body, headers, self._trust, self._send_seconds)

    def _fault(self, posting: Posting, error: BaseException | None) -> Exception | None:
        match error:
            case None:
                return _fault_in(posting)
            case NoWay() | NoAnswer() | TimeoutError():
                self._silent.add(origin_of(posting.endpoint))
                return (Unheard if posting.handed else NotSent)(_silent(posting.endpoint))
            case _:
                raise error

    def _remember(self, nursery: Nursery, devices: Sequence[PushDevice], faults: Sequence[Exception | None]) -> None:
        """Which phones are gone, and once a day which were reached."""
        now = timezone.now()
        pairs = list(zip(devices, faults, strict=True))
        gone = [device for device, fault in pairs if isinstance(fault, Unreachable)]
        reached = [
            device
            for device, fault in pairs
            if fault is None and (device.used_at is None or now - device.used_at > DAY)
        ]
        if not gone and not reached:
            return
        with own_transaction(nursery):
            for device in gone:  # unless the browser has told us of another address meanwhile
                PushDevice.objects.filter(pk=device.pk, endpoint=device.endpoint).delete()
            PushDevice.objects.filter(pk__in=[device.pk for device in reached]).update(used_at=now)


def _fault_in(posting: Posting) -> Exception | None:
    """What an answer says."""
    if 200 <= posting.status < 300:
        return None
    if posting.status in _GONE:
        return Unreachable(posting.endpoint)
    reply = f"{posting.status} {in_words(posting.words)}".strip()
    if posting.status in _OUR_FAULT:
        # Most likely a phone that was turned on with another PUSH_KEY.
        logger.warning("The push service %s does not take ours: %s", _host(posting.endpoint), reply)
    return NotSent(
        _("The push service %(host)s did not take the notification: %(reply)s")
        % {"host": _host(posting.endpoint), "reply": reply}
    )


def _silent(endpoint: str) -> str:
    return _("The push service %(host)s did not answer.") % {"host": _host(endpoint)}


def _host(endpoint: str) -> str:
    return urlsplit(endpoint).hostname or ""


def _path(link: str) -> str:
    parts = urlsplit(link)
    return parts._replace(scheme="", netloc="").geturl() or "/"
