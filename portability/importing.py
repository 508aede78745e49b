"""A nursery file comes in: whole, or not at all."""

from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from nursery.acting import By, acting, tell_way
from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.checks import Check
from portability.faults import Fault, Faults, NurseryFileError
from portability.parts import PARTS
from portability.parts.exceptions import exceptions
from portability.parts.ground import close_terms
from portability.parts.part import Outgoing
from portability.reading import read_json
from portability.shape import sound_part_of
from portability.sync import Book

HERE_ALREADY = Fault("nursery.slug", "another nursery has this address already")
_SLUG = "nursery_nursery_slug_key"


def import_file(path: Path) -> Nursery:
    """Take in the file at `path`. Raises NurseryFileError with every fault there is, and nothing written."""
    return import_document(read_json(path))


def import_document(document: Any, *, new: bool = False) -> Nursery:
    """Take in a nursery file's content; see `import_file`. `new`: a nursery that is here already is a fault."""
    faults = Faults()
    sound = sound_part_of(document, faults)
    try:
        with acting(By.IMPORT, "nursery_file"), transaction.atomic():
            return _take_in(document, sound, faults, new)
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if new and constraint == _SLUG:  # somebody made one a moment ago
            raise NurseryFileError([HERE_ALREADY]) from error
        said = f"The database refuses this change to what it holds ({constraint})."
        raise NurseryFileError([Fault("", said)]) from error


def faults_of(document: Any, most: int) -> list[Fault]:
    """What can be said against taking it in as a new nursery, without writing. Once `most` faults of shape are found,
    no more are looked for, which bounds the time."""
    faults = Faults()
    _check(document, sound_part_of(document, faults, most), faults, {})
    return _in_order(faults, document)


def _take_in(document: Any, sound: dict[str, Any], faults: Faults, new: bool) -> Nursery:
    # One import of a nursery at a time: the second finds what the first wrote.
    nursery = Nursery.objects.select_for_update(no_key=True).filter(slug=_slug(document)).first()
    if nursery is None:
        check = _check(document, sound, faults, {})
    elif new:
        raise NurseryFileError([HERE_ALREADY])
    else:
        with nursery_scope(nursery):
            check = _check(document, sound, faults, _stored(nursery, sound))
    if not faults:
        if nursery is None:
            tell_way()
            nursery = Nursery.objects.create(slug=sound["nursery"]["slug"], name=sound["nursery"]["name"])
        with nursery_scope(nursery):
            _write(Book(document, nursery, check, faults))
    if nursery is None or faults:
        raise NurseryFileError(_in_order(faults, document))
    return nursery


def _write(book: Book) -> None:
    """Part by part, until one has faults that only showed against what is stored."""
    if not book.has("shifts"):
        book.exceptions = exceptions(book.nursery).shifts
    for part in PARTS:
        part.take_in(book)
        if book.faults:
            return
    book.remove_now()
    close_terms(book)


def _slug(document: Any) -> str:
    """Of the nursery that is meant, even where its entry has a fault."""
    entry = document.get("nursery") if isinstance(document, dict) else None
    slug = entry.get("slug") if isinstance(entry, dict) else None
    return slug if isinstance(slug, str) and "\0" not in slug and slug.isascii() else ""


def _check(document: Any, sound: dict[str, Any], faults: Faults, stored: dict[str, dict[str, Any]]) -> Check:
    check = Check(sound, faults, stored, written=document)
    for part in PARTS:
        if part.name in sound:
            part.check(check)
            check.broken_references(part.name, part.refers)
    return check


def _stored(nursery: Nursery, sound: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The entries of parts that the file leaves out, by key, as they would be given out."""
    parts = [part for part in PARTS if part.has_keys and part.name not in sound]
    lists_shifts = any(part.name == "shifts" for part in parts)
    out = Outgoing(nursery, exceptions(nursery)) if lists_shifts else Outgoing(nursery)
    return {part.name: {entry["key"]: entry for entry in part.give_out(out)} for part in parts}


def _in_order(faults: Faults, document: Any) -> list[Fault]:
    """As the file's parts and their entries follow each other."""
    order = {name: number for number, name in enumerate(document)} if isinstance(document, dict) else {}

    def place(fault: Fault) -> tuple[int, int]:
        part, _bracket, rest = fault.path.partition(".")[0].partition("[")
        number = rest.partition("]")[0]
        return order.get(part, -1), int(number) if number.isdecimal() else -1

    return sorted(faults.found, key=place)
