"""Is a document of the right shape? The schema is the contract; here its faults become sentences."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError as Invalid
from django.core.validators import validate_email
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from portability.faults import Faults, Step
from portability.reading import TOO_DEEP, unkeepable

Document = dict[str, Any]
Entry = dict[str, Any]
Found = tuple[list[Step], str]

UNKNOWN = "the format does not know this field"
_BYSTANDERS = {"email", "phone", "note", "reference"}  # by which nothing else in the file is judged
FIRST_YEAR, LAST_YEAR = 1900, 2199  # within them no sum of days and hours leaves the calendar
_FEW = 20  # words; more of them would bury the one that is wrong
_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_PATTERNS = {
    r"^\d{4}-\d\d-\d\d$": "a day, YYYY-MM-DD",
    r"^\d{4}-(0[1-9]|1[0-2])$": "a month, YYYY-MM",
    r"^([01]\d|2[0-3]):[0-5]\d$": "a clock time, HH:MM",
    r"^-?\d+(\.\d+)?$": 'a decimal number in quotes, such as "17.52"',
    r"^[a-z0-9-]+$": "small letters, digits and hyphens alone",
    r"^[A-Z]{3}$": "a currency's three letters, such as GBP",
    r"^\+?[0-9 ()-]{5,25}$": "a telephone number",
    r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$": "a language, such as cy or en-gb",
}


# --- the validator ----------------------------------------------------------------------------------------------
@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Python's `$` lets a line break follow and its `\\d` takes any script's digits; the format means neither."""
    return re.compile(pattern.removesuffix("$") + r"\Z", re.ASCII)


def _pattern(_validator: Any, wanted: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not _compiled(wanted).search(value):
        yield ValidationError("does not match")


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return FIRST_YEAR <= dt.date.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        return False


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR


def _is_email(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        validate_email(value)
    except Invalid:
        return False
    return True


def _is_whole(_checker: Any, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@cache
def validator() -> Any:
    schema = json.loads((Path(__file__).parent / "nursery-file.schema.json").read_text())
    formats = FormatChecker(formats=())
    for name, holds in (("date", _is_date), ("date-time", _is_moment), ("email", _is_email)):
        formats.checks(name)(holds)
    strict = extend(
        Draft202012Validator,
        {"pattern": _pattern},
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
    )
    return strict(schema, format_checker=formats)


# --- its faults, in words ------------------------------------------------------------------------------------------
def shape_faults(document: Any, most: int | None = None) -> list[Found]:
    """Where the document leaves the schema: (steps, sentence), in the order of the file. Of more than `most` no more is
    looked for."""
    return list(islice((found for error in validator().iter_errors(document) for found in _said(error)), most))


def _said(error: ValidationError) -> Iterator[Found]:
    steps: list[Step] = list(error.absolute_path)
    value, wanted = error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = next(name for name in wanted if error.message.startswith(f"'{name}'"))
            yield [*steps, missing], "is missing"
        case "dependentRequired":
            for name, others in wanted.items():
                yield from (
                    ([*steps, other], f"is missing beside {name}")
                    for other in others
                    if name in value and other not in value
                )
        case "additionalProperties":
            known = error.schema.get("properties", {})
            for name in sorted(set(value) - set(known)):
                yield [*steps, name], UNKNOWN
        case "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            yield steps, f"must be {' or '.join(_TYPES[name] for name in names)}"
        case "enum" if len(wanted) > _FEW:
            yield steps, f"is none of the words that the format knows here: {_short(value)}"
        case "enum":
            yield steps, f"must be one of {', '.join(map(str, wanted))}, not {_short(value)}"
        case "const":
            yield steps, f"must be '{wanted}', not {_short(value)}"
        case "pattern":
            yield steps, f"must be {_PATTERNS.get(wanted, wanted)}, not {_short(value)}"
        case "format":
            if sentence := _format_fault(wanted, value, error.schema):
                yield steps, sentence
        case "minLength":
            yield steps, "must not be empty"
        case "maxLength":
            yield steps, f"must be at most {wanted} characters"
        case "minimum":
            yield steps, f"must be at least {wanted}, not {_short(value)}"
        case "maximum":
            yield steps, f"must be at most {wanted}, not {_short(value)}"
        case "minItems" | "maxItems":
            yield steps, f"must have {wanted} entries"
        case "oneOf":
            yield from _one_of_said(error)
        case _other:
            yield steps, error.message


def _format_fault(wanted: str, value: str, schema: Any) -> str | None:
    if wanted == "email":
        return f"is no e-mail address: {_short(value)}"
    if wanted == "date-time":
        return f"must be a moment with its offset, such as 2026-09-30T08:00:00Z, not {_short(value)}"
    if not _compiled(schema["pattern"]).search(value):
        return None  # that it is no day has been said
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return f"there is no such day: {_short(value)}"
    return f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}: {_short(value)}"


def _one_of_said(error: ValidationError) -> Iterator[Found]:
    """Either some fields or others; or an entry that may be text or an object."""
    steps: list[Step] = list(error.absolute_path)
    choices = error.validator_value
    if all("required" in choice and "type" not in choice for choice in choices):
        ways = " or ".join(" and ".join(choice["required"]) for choice in choices)
        yield steps, f"must have either {ways}, and {'not both' if len(choices) == 2 else 'only one of them'}"
        return
    wrong_kind = {e.schema_path[0] for e in error.context or [] if e.validator == "type" and not e.relative_path}
    meant = [e for e in error.context or [] if e.schema_path[0] not in wrong_kind]
    if not meant:
        yield steps, f"must be {' or '.join(_TYPES[choice['type']] for choice in choices)}"
    for inner in meant:
        yield from _said(inner)


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"


# --- what is sound ---------------------------------------------------------------------------------------------------
def sound_part_of(document: Any, faults: Faults, most: int | None = None) -> Document:
    """Add the shape's faults, and return the document without the entries that have one, so that the rest can be
    looked at too; entries keep their numbers, a broken one is None, as is all that a broken list may hold. An entry
    whose only faults lie in fields by which nothing else is judged goes without these fields alone. With `most` faults
    or more no part counts as sound, since no more were looked for."""
    found = list(unkeepable(document))
    if not any(sentence == TOO_DEEP for _steps, sentence in found):
        found += shape_faults(document, most)
    for steps, sentence in found:
        faults.add(sentence, *steps)
    cut_short = most is not None and len(found) >= most
    if not isinstance(document, dict) or cut_short or any(sentence == TOO_DEEP for _steps, sentence in found):
        return {}
    sound = _without_bystanders(document, found)
    for steps in (steps for steps, sentence in found if not _is_bystander(steps, sentence)):
        if not steps or steps[0] not in sound:
            continue
        part = str(steps[0])
        if len(steps) >= 2 and isinstance(sound[part], list) and isinstance(steps[1], int):
            sound[part] = sound[part] if sound[part] is not document.get(part) else list(sound[part])
            sound[part][steps[1]] = None
        elif part in ("nursery", "policy"):
            del sound[part]
        else:
            sound[part] = [None]
    return sound


def _is_bystander(steps: list[Step], sentence: str) -> bool:
    return len(steps) > 1 and (sentence == UNKNOWN or steps[-1] in _BYSTANDERS)


def _without_bystanders(document: Document, found: list[Found]) -> Document:
    going = [steps for steps, sentence in found if _is_bystander(steps, sentence)]
    if not going:
        return dict(document)
    sound = deepcopy(document)
    for steps in going:
        at: Any = sound
        for step in steps[:-1]:
            at = at[step]
        at.pop(steps[-1], None)
    return sound
