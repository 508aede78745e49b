"""A message in words: subject, text and HTML, in the nursery's language and time zone."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation

from accounts.models import Person
from nursery.models import Nursery
from reminders.kinds import Kind


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


@contextmanager
def voice_of(nursery: Nursery) -> Iterator[None]:
    """Everything inside is said in the nursery's language and in its own time."""
    with translation.override(nursery.language), timezone.override(nursery.zone):
        yield


def absolute(path: str) -> str:
    """The address of a page of this site, for use outside it."""
    return f"{settings.SITE_URL}{path}"


def write_letter(
    kind: Kind, context: Mapping[str, Any], *, nursery: Nursery, person: Person, now: dt.datetime
) -> Letter:
    """Fill the kind's templates; call it inside `voice_of(nursery)`.

    The templates are given `context`, the nursery, the person's first name, and the present moment. Text is
    never escaped and HTML always is, so that a template's author has nothing to remember.
    """
    filled = {
        "nursery": nursery,
        "first_name": person.name.split()[0] if person.name.strip() else "",
        "site_url": settings.SITE_URL,
        "now": now,
        **context,
    }
    subject = _render(f"{kind.template}.subject.txt", filled, autoescape=False)
    return Letter(
        subject=" ".join(subject.split()),
        text=_render(f"{kind.template}.txt", filled, autoescape=False).strip() + "\n",
        html=_render(f"{kind.template}.html", filled, autoescape=True).strip() + "\n",
    )


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    return Engine.get_default().get_template(name).render(Context(context, autoescape=autoescape))
