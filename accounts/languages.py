"""In which language somebody is spoken to."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from accounts.models import Person
from nursery.models import Nursery


def language_of(person: Person | None, nursery: Nursery, *, otherwise: str | None = None) -> str:
    """What a person asked for, else the nursery's own, else `otherwise`, else the site's own: the first of them that
    this site speaks, as settings.LANGUAGES writes it."""
    wished = (person.language if person is not None else "", nursery.language, otherwise or "")
    return next(filter(None, map(_as_spoken, wished)), settings.LANGUAGE_CODE)


def speak_to(request: HttpRequest, person: Person | None, nursery: Nursery) -> None:
    """The rest of the request, errors included, in the person's language; where neither they nor the nursery has one
    that this site speaks, it stays the browser's."""
    language = language_of(person, nursery, otherwise=translation.get_language())
    translation.activate(language)
    request.LANGUAGE_CODE = language  # as LocaleMiddleware keeps it


def _as_spoken(language: str) -> str | None:
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return None
