"""A message in words: subject, text and HTML, in its reader's language and the nursery's time zone."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator

from accounts.languages import language_of
from accounts.links import lasting_path
from accounts.models import Person
from nursery.models import Nursery
from reminders.kinds import Kind

_PREHEADER = 110  # characters; no list shows more
_INDENTS = re.compile(r"\n\s+")  # a third of what would be sent, and nothing that is read


@dataclass(frozen=True, slots=True)
class Attachment:
    """`name` and `media_type` ("text/calendar; method=PUBLISH") are what the reader's programs go by."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What every channel takes its part of: e-mail all of it, a notification the subject, the line and the link.

    `subject` says it all in about 60 characters; `line` is how the text begins; `link` is an address of ours that a tap
    on it opens; `stop` one that turns this kind off, "" for what is needed. An `urgent` one is for now or never.
    """

    subject: str
    text: str
    html: str
    link: str
    language: str
    attachments: tuple[Attachment, ...] = ()
    stop: str = ""
    line: str = ""
    urgent: bool = False


@contextmanager
def voice_of(nursery: Nursery, person: Person | None = None) -> Iterator[None]:
    """Everything inside is said in the person's language (without one: the nursery's) and in the nursery's own time."""
    with translation.override(language_of(person, nursery)), timezone.override(nursery.zone):
        yield


def absolute(path: str) -> str:
    """The address of a page of this site, for use outside it."""
    return f"{settings.SITE_URL}{path}"


def write_letter(
    kind: Kind,
    context: Mapping[str, Any],
    *,
    nursery: Nursery,
    person: Person,
    now: dt.datetime,
    urgent: bool = False,
    in_digest: bool = False,
) -> Letter:
    """Fill the kind's templates; call it inside `voice_of(nursery, person)`.

    The templates are given `context`, the nursery, the person's first name, the language, and the present moment.
    Text is never escaped and HTML always is, so that a template's author has nothing to remember. `attachments` in
    the context go with the letter. What is to stand `in_digest` has neither a greeting nor what frames a letter.
    """
    stop = stop_url(kind, person)
    own = {"why": kind.description, "stop": stop, "in_digest": in_digest}
    filled = {**_what_all_know(nursery, person, now), **own, **context}
    letter = _filled(kind.template, filled, link=_link(context, nursery))
    if in_digest:
        # Every text begins with its greeting, on a line of its own.
        letter = replace(letter, text=letter.text.partition("\n")[2].strip() + "\n")
    return replace(letter, attachments=tuple(context.get("attachments", ())), urgent=urgent)


def write_digest(sections: Sequence[Letter], *, nursery: Nursery, person: Person, now: dt.datetime) -> Letter:
    """Several letters, written to stand in one, as one; call it inside `voice_of(nursery, person)`."""
    home = absolute(f"/{nursery.slug}/")
    filled = _what_all_know(nursery, person, now) | {"sections": sections, "stop": ""}
    letter = _filled("reminders/digest", filled, link=home)
    return replace(letter, attachments=tuple(file for section in sections for file in section.attachments))


def _what_all_know(nursery: Nursery, person: Person, now: dt.datetime) -> dict[str, Any]:
    return {
        "preferences": absolute(reverse("reminders:preferences", args=[nursery.slug])),
        "nursery": nursery,
        "first_name": person.name.split()[0] if person.name.strip() else "",
        "language": language_of(person, nursery),
        "site_url": settings.SITE_URL,
        "now": now,
    }


def _filled(template: str, context: dict[str, Any], *, link: str) -> Letter:
    subject = _render(f"{template}.subject.txt", context, autoescape=False)
    text = _render(f"{template}.txt", context, autoescape=False).strip() + "\n"
    head = _preheader(text)
    html = _INDENTS.sub("\n", _render(f"{template}.html", context | head, autoescape=True)).strip() + "\n"
    return Letter(
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        link=link,
        language=context["language"],
        stop=context["stop"],
        line=head["preheader"],
    )


def _preheader(text: str) -> dict[str, Any]:
    """What a list of letters shows after the subject: the text's own words, without the greeting, and blanks that keep
    the letter's first words from following them."""
    words = " ".join(text.partition("\n")[2].partition("http")[0].split())
    line = Truncator(words).chars(_PREHEADER, truncate="…")
    return {"preheader": line, "preheader_blanks": range((_PREHEADER - len(line)) // 2 + 10)}


def stop_url(kind: Kind, person: Person) -> str:
    """Where one press turns a kind off for a person, without signing in; "" where it cannot be turned off."""
    return "" if kind.needed else absolute(lasting_path("stop", person, kind.name))


def _link(context: Mapping[str, Any], nursery: Nursery) -> str:
    """The reader's own link, else the page that the message is about, else the nursery's first page."""
    own = context.get("links") or [{"url": context.get("link") or absolute(f"/{nursery.slug}/")}]
    return str(own[0]["url"])


def _render(name: str, context: dict[str, Any], *, autoescape: bool) -> str:
    return Engine.get_default().get_template(name).render(Context(context, autoescape=autoescape))
