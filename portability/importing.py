"""A nursery file comes in: whole, or not at all."""

from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.checks import Check
from portability.faults import Fault, Faults, NurseryFileError
from portability.parts import PARTS
from portability.parts.exceptions import exceptions
from portability.reading import read_json
from portability.shape import sound_part_of
from portability.sync import Book


def import_file(path: Path) -> Nursery:
    """Take in the file at `path`. Raises NurseryFileError with every fault there is, and nothing written."""
    return import_document(read_json(path))


def import_document(document: Any) -> Nursery:
    """Take in a nursery file's content; see `import_file`."""
    faults = Faults()
    sound = sound_part_of(document, faults)
    try:
        with transaction.atomic():
            return _take_in(document, sound, faults)
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        said = f"The database refuses this change to what it holds ({constraint})."
        raise NurseryFileError([Fault("", said)]) from error


def _take_in(document: Any, sound: dict[str, Any], faults: Faults) -> Nursery:
    known = Nursery.objects.filter(slug=_slug(document)).first()
    if known is None:
        _check(sound, faults, {})
        if faults:
            raise NurseryFileError(_in_order(faults, document))
        known = Nursery.objects.create(slug=sound["nursery"]["slug"], name=sound["nursery"]["name"])
    with nursery_scope(known):
        check = _check(sound, faults, _stored(known, sound))
        if not faults:
            _write(Book(document, known, check, faults))
    if faults:
        raise NurseryFileError(_in_order(faults, document))
    return known


def _write(book: Book) -> None:
    """Part by part, until one has faults that only showed against what is stored."""
    if not book.has("shifts"):
        book.exceptions = exceptions(book.nursery)
    for part in PARTS:
        part.take_in(book)
        if book.faults:
            return
    book.remove_now()


def _slug(document: Any) -> str:
    """Of the nursery that is meant, even where its entry has a fault."""
    entry = document.get("nursery") if isinstance(document, dict) else None
    slug = entry.get("slug") if isinstance(entry, dict) else None
    return slug if isinstance(slug, str) and "\0" not in slug and slug.isascii() else ""


def _check(sound: dict[str, Any], faults: Faults, stored: dict[str, dict[str, Any]]) -> Check:
    check = Check(sound, Faults(), stored)
    for part in PARTS:
        if part.name in sound:
            part.check(check)
    said = set(faults.found)
    faults.found += [fault for fault in check.faults.found if fault not in said]
    return check


def _stored(nursery: Nursery, sound: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The entries of parts that the file leaves out, by key, as they would be given out."""
    from_database: dict[str, dict[str, Any]] = {}
    for part in PARTS:
        if part.has_keys and part.name not in sound:
            from_database[part.name] = {entry["key"]: entry for entry in part.give_out(nursery)}
    return from_database


def _in_order(faults: Faults, document: Any) -> list[Fault]:
    """As the file's parts follow each other, each part's faults as they were found."""
    order = {name: number for number, name in enumerate(document)} if isinstance(document, dict) else {}
    return sorted(faults.found, key=lambda f: order.get(f.path.split("[")[0].split(".")[0], -1))
