"""A nursery file comes in: whole, or not at all."""

from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.checks import Check
from portability.faults import Fault, Faults, NurseryFileError
from portability.parts import PARTS
from portability.shape import read_json, sound_part_of
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
            nursery, book = _take_in(document, sound, faults)
            if book.faults:
                raise NurseryFileError(_in_order(book.faults, document))
            return nursery
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        said = f"The database refuses this change to what it holds ({constraint})."
        raise NurseryFileError([Fault("", said)]) from error


def _take_in(document: Any, sound: dict[str, Any], faults: Faults) -> tuple[Nursery, Book]:
    entry = sound.get("nursery")
    if entry is None:
        # Without its nursery the rest can still be looked at, as a new nursery's.
        _check(sound, faults, {})
        raise NurseryFileError(_in_order(faults, document))
    known = Nursery.objects.filter(slug=entry["slug"]).first()
    if known is None:
        _check(sound, faults, {})
        if faults:
            raise NurseryFileError(_in_order(faults, document))
        known = Nursery.objects.create(slug=entry["slug"], name=entry["name"])
    with nursery_scope(known):
        check = _check(sound, faults, _stored(known, sound))
        if faults:
            raise NurseryFileError(_in_order(faults, document))
        book = Book(document, known, check, faults)
        for part in PARTS:
            part.take_in(book)
            if book.faults:
                return known, book
        book.remove_now()
    return known, book


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
        if part.name in sound or part.name in {"nursery", "policy"}:
            continue
        entries = part.give_out(nursery)
        from_database[part.name] = {entry["key"]: entry for entry in entries if "key" in entry}
    return from_database


def _in_order(faults: Faults, document: Any) -> list[Fault]:
    """As the file's parts follow each other, each part's faults as they were found."""
    order = {name: number for number, name in enumerate(document)} if isinstance(document, dict) else {}
    return sorted(faults.found, key=lambda f: order.get(f.path.split("[")[0].split(".")[0], -1))
