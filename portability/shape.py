"""From bytes to a document of the right shape: the schema is the contract."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from portability.faults import Fault, Faults, NurseryFileError, Step, path_text

Document = dict[str, Any]
Entry = dict[str, Any]

MAX_BYTES = 64 * 2**20  # a nursery of a thousand families over ten years stays well below
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
}


@cache
def validator() -> Draft202012Validator:
    schema = json.loads((Path(__file__).parent / "nursery-file.schema.json").read_text())
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _without_doubles(pairs: list[tuple[str, Any]]) -> Document:
    entry: Document = {}
    for key, value in pairs:
        if key in entry:
            raise ValueError(f"'{key}' stands twice in one object")
        entry[key] = value
    return entry


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number that JSON knows")


def read_json(path: Path) -> Any:
    """The file's content. Raises NurseryFileError with a plain sentence, whatever is wrong with it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NurseryFileError([Fault("", f"{path} is larger than {MAX_BYTES // 2**20} MB.")])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise NurseryFileError([Fault("", f"{path} cannot be read: {error.strerror}.")]) from error
    except UnicodeDecodeError as error:
        raise NurseryFileError([Fault("", f"{path} is not UTF-8 text (byte {error.start}).")]) from error
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        sentence = f"{path} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise NurseryFileError([Fault("", sentence)]) from error
    except ValueError as error:
        raise NurseryFileError([Fault("", f"{path} is not a nursery file: {error}.")]) from error
    except RecursionError as error:
        raise NurseryFileError([Fault("", f"{path} is nested too deep.")]) from error


def shape_faults(document: Any) -> list[tuple[list[Step], str]]:
    """Where the document leaves the schema: (steps, sentence), in the order of the file."""
    return [found for error in validator().iter_errors(document) for found in _said(error)]


def _said(error: ValidationError) -> Iterator[tuple[list[Step], str]]:
    steps: list[Step] = list(error.absolute_path)
    value, wanted = error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = next(name for name in wanted if error.message.startswith(f"'{name}'"))
            yield [*steps, missing], "is missing"
        case "additionalProperties":
            known = error.schema.get("properties", {})
            for name in sorted(set(value) - set(known)):
                yield [*steps, name], "the format does not know this field"
        case "type":
            names = [wanted] if isinstance(wanted, str) else wanted
            yield steps, f"must be {' or '.join(_TYPES[name] for name in names)}"
        case "enum":
            yield steps, f"must be one of {', '.join(map(str, wanted))}, not {_short(value)}"
        case "const":
            yield steps, f"must be '{wanted}', not {_short(value)}"
        case "pattern":
            yield steps, f"must be {_PATTERNS.get(wanted, wanted)}, not {_short(value)}"
        case "format":
            said = "there is no such day" if wanted == "date" else f"is no {wanted} address"
            yield steps, f"{said}: {_short(value)}"
        case "minLength":
            yield steps, "must not be empty"
        case "maxLength":
            yield steps, f"must be at most {wanted} characters"
        case "minimum":
            yield steps, f"must be at least {wanted}, not {_short(value)}"
        case "oneOf":
            yield steps, _one_of(wanted)
        case _other:
            yield steps, error.message


def _one_of(choices: list[Document]) -> str:
    ways = [" and ".join(choice["required"]) for choice in choices if "required" in choice]
    return f"must have either {' or '.join(ways)}, and not both" if len(ways) == len(choices) else "is not of this part"


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"


def sound_part_of(document: Any, faults: Faults) -> Document:
    """Add the shape's faults, and return the document without the entries that have one, so that the rest can be
    looked at too; entries keep their numbers, a broken one is None."""
    found = shape_faults(document)
    for steps, sentence in found:
        faults.add(sentence, *steps)
    if not isinstance(document, dict):
        return {}
    sound = dict(document)
    for steps, _sentence in found:
        if not steps or steps[0] not in sound:
            continue
        part = str(steps[0])
        if len(steps) >= 2 and isinstance(sound[part], list) and isinstance(steps[1], int):
            sound[part] = [None if n == steps[1] else entry for n, entry in enumerate(sound[part])]
        else:
            del sound[part]
    return sound


__all__ = ["Document", "Entry", "path_text", "read_json", "shape_faults", "sound_part_of"]
