"""Links in messages that let one person do one thing without signing in. The only module that makes or reads them.

A link (`link_path`) is signed, ends at an instant, and is bound to one person, one purpose and one subject; it works
once. It first shows a page with a button, because mail scanners follow links, and it signs nobody in, but for an
invitation's, whose button does. What each purpose shows and does is named in settings.LINK_PURPOSES, so that this floor
need not know the rota.

A lasting link (`lasting_path`) never ends and works as often as it is used, which is for what harms nobody and can be
taken back at the same place: being told less. Each is for one page, which reads it with that page's name.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person, UsedLink
from nursery.models import Nursery
from nursery.refusal import Refusal, Refused

_SALT = "turnabout.link"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says: `person` and `subject` are public ids, `nursery` is a row's id."""

    purpose: str
    nursery: int
    person: str
    subject: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class LastingLink:
    """`nursery` is a row's id, `person` a public id."""

    nursery: int
    person: str
    subject: str


class LinkRequest(HttpRequest):
    """A link's request inside its nursery's scope. There is no `me`: nobody has signed in."""

    nursery: Nursery
    person: Person
    link: Link
    now: dt.datetime
    today: dt.date


class Purpose(Protocol):
    """What a link is for. Both run inside the nursery's scope, in its time zone and the person's language, in one
    transaction."""

    def show(self, request: LinkRequest) -> HttpResponse:
        """The page with the button. Changes nothing, whoever asks. Raises Refused where there is nothing to press."""

    def do(self, request: LinkRequest) -> HttpResponse:
        """The button was pressed. Calls `use_link` and does it; where it raises Refused, neither has happened."""


@runtime_checkable
class EndsItself(Protocol):
    """A purpose that keeps account of its links itself, and of how long each works, instead of `use_link`."""

    def ended(self, request: LinkRequest) -> Refusal | None:
        """Why this link works no more. Changes nothing."""


def link_path(person: Person, purpose: str, subject: str, expires_at: dt.datetime) -> str:
    """The path of the link; the same arguments make a link that counts as the same one."""
    if purpose not in settings.LINK_PURPOSES:
        raise ImproperlyConfigured(f"Nothing in LINK_PURPOSES is named {purpose!r}.")
    said = [purpose, person.nursery_id, person.public_id, subject, int(expires_at.timestamp())]
    return reverse("link", args=[signing.dumps(said, salt=_SALT)])


def read_link(token: str) -> Link | None:
    """What a token says, whether or not it has expired; None where it is not one of ours."""
    try:
        purpose, nursery, person, subject, expires = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Link(purpose, nursery, person, subject, dt.datetime.fromtimestamp(expires, dt.UTC))


def lasting_path(page: str, person: Person, subject: str) -> str:
    """The path of the page named `page` (in the urls), for this person and subject; always the same one."""
    said = [person.nursery_id, person.public_id, subject]
    return reverse(page, args=[signing.Signer(salt=f"{_SALT}.{page}").sign_object(said)])


def read_lasting(page: str, token: str) -> LastingLink | None:
    """What a token for `page` says; None where it is not one of ours, or for another page."""
    try:
        nursery, person, subject = signing.Signer(salt=f"{_SALT}.{page}").unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return LastingLink(nursery, person, subject)


def expired_refusal(link: Link, now: dt.datetime) -> Refusal | None:
    if now < link.expires_at:
        return None
    return Refusal(
        "link_expired", _("This link has run out."), _("Sign in to see how things stand now."), override=False
    )


def used_refusal(link: Link, person: Person) -> Refusal | None:
    """One query."""
    if UsedLink.objects.filter(person=person, purpose=link.purpose, subject=link.subject).exists():
        return _used()
    return None


def use_link(link: Link, person: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Use the link up, in the transaction of what it does: of two at once the second waits, then is refused.

    Raises Refused.
    """
    try:
        with transaction.atomic():
            UsedLink.objects.create(
                nursery=nursery, person=person, purpose=link.purpose, subject=link.subject, used_at=now
            )
    except IntegrityError as error:
        raise Refused(_used()) from error


def _used() -> Refusal:
    return Refusal(
        "link_used",
        _("This link has done its work already, thank you."),
        _("Sign in to see how things stand now."),
        override=False,
    )


def purposes() -> Mapping[str, Purpose]:
    """Every purpose by its name."""
    return _purposes_in(tuple(settings.LINK_PURPOSES.items()))


@cache
def _purposes_in(named: tuple[tuple[str, str], ...]) -> Mapping[str, Purpose]:
    found: dict[str, Purpose] = {}
    for name, path in named:
        module, _dot, attribute = path.rpartition(".")
        found[name] = getattr(import_module(module), attribute)()
    return found
