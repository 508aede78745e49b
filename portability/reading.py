"""From a file's bytes to JSON that can be kept: whatever is wrong with it, a sentence."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portability.faults import Fault, NurseryFileError, Step

MAX_BYTES = 64 * 2**20  # a nursery of a thousand families over ten years stays well below
_DEEPEST = 12  # the format itself goes six levels down
_MOST_DIGITS = 15
TOO_DEEP = "is nested too deep"


def read_json(path: Path) -> Any:
    """The file's content. Raises NurseryFileError with a plain sentence, whatever is wrong with it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NurseryFileError([Fault("", f"{path} is larger than {MAX_BYTES // 2**20} MB.")])
        written = path.read_bytes()
    except OSError as error:
        raise NurseryFileError([Fault("", f"{path} cannot be read: {error.strerror}.")]) from error
    return read_written(written, str(path))


def read_written(written: bytes, name: str) -> Any:
    """A file's content, of which `name` is said in sentences. Raises NurseryFileError."""
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NurseryFileError([Fault("", f"{name} is not UTF-8 text (byte {error.start}).")]) from error
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_doubles,
            parse_constant=_no_number,
            parse_int=_whole_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        sentence = f"{name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise NurseryFileError([Fault("", sentence)]) from error
    except ValueError as error:
        raise NurseryFileError([Fault("", f"{name} is not a nursery file: {error}.")]) from error
    except RecursionError as error:
        raise NurseryFileError([Fault("", f"{name} is nested too deep.")]) from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for key, value in pairs:
        if key in entry:
            raise ValueError(f"'{key[:60]}' stands twice in one object")
        entry[key] = value
    return entry


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number that JSON knows")


def _whole_number(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"{text[:_MOST_DIGITS]}… has more digits than any number here needs")
    return int(text)


def _number(text: str) -> int | float:
    """JSON knows one kind of number: 2.0 is the whole number 2."""
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text[:_MOST_DIGITS]} is more than any number here needs")
    return int(value) if value.is_integer() and abs(value) < 10**_MOST_DIGITS else value


def unkeepable(document: Any) -> Iterator[tuple[list[Step], str]]:
    """What no database row can hold, as (steps, sentence): text with a NUL or half a character, and a depth at which
    nothing of the format lies. Without recursion, so that no depth can break it."""
    waiting: list[tuple[list[Step], Any]] = [([], document)]
    while waiting:
        steps, value = waiting.pop()
        match value:
            case dict() | list() if len(steps) > _DEEPEST:
                yield steps, TOO_DEEP
            case dict():
                for name, item in value.items():
                    if sentence := _text_fault(name):
                        yield steps, f"a field's name here {sentence}"
                    else:
                        waiting.append(([*steps, name], item))
            case list():
                waiting += [([*steps, number], item) for number, item in enumerate(value)]
            case str():
                if sentence := _text_fault(value):
                    yield steps, sentence


def _text_fault(text: str) -> str | None:
    if "\0" in text:
        return "contains the character NUL, which cannot be kept"
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "contains half a character (a lone surrogate)"
    return None
