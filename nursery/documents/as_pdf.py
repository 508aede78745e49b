"""A page as PDF, set by Typst from a template beside this file. The data goes in as JSON and is text to the
template, never markup, so that nothing in a name means anything.
"""

import datetime as dt
import json
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from nursery.documents.fonts import Fonts

MEDIA_TYPE = "application/pdf"
_FOLDER = Path(__file__).parent
# Characters that turn the direction of what follows them, and would do so beyond their own name.
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"))


@dataclass(frozen=True, slots=True)
class Run:
    """Some text that is set in its own direction, whatever stands around it."""

    text: str
    rtl: bool = False


def run(text: str, fonts: Fonts) -> Run:
    """`text` as it can be set: composed, on one line, without what no font holds."""
    said = fonts.settable(text.translate(_TURNING))
    return Run(said, reads_from_the_right(said))


def reads_from_the_right(text: str) -> bool:
    """By the first letter that has a direction, as Unicode's rule for a paragraph says."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


def typeset(template: str, page: Any, *, fonts: Fonts, language: str, now: dt.datetime) -> bytes:
    """The PDF of `page`, a dataclass that `template` (a .typ file here) knows.

    It is tagged and follows PDF/UA-1, so that it can be read out. Raises typst.TypstError for what cannot be set,
    which is a fault of ours.
    """
    data = asdict(page) | {"fonts": fonts.names, "language": language.partition("-")[0]}
    made = typst.compile(
        _FOLDER / template,
        root=_FOLDER,
        font_paths=fonts.book,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        timestamp=now.astimezone(dt.UTC).replace(microsecond=0),
        format="pdf",
    )
    return bytes(made)
