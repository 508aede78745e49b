"""The fonts that pages are set in, and which characters they hold.

They come from packages (Noto Sans for some twenty scripts, Noto Sans CJK) and from the folders in FONT_DIRS, never
from the machine: a sheet looks the same wherever it is set, and what can be set is known beforehand. A name is
looked up here before it is set, so that one that cannot be is reported and never printed as boxes.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import manimgx_fonts
import manimgx_fonts_cjk
import typst
from django.conf import settings
from fontTools.ttLib import TTFont

_PACKAGED = tuple(str(Path(module.__path__[0])) for module in (manimgx_fonts, manimgx_fonts_cjk))
_FIRST = "Noto Sans"  # what can be set in it is; the others are for what it lacks
# One file holds five families, alike but for the shapes that a region prefers; one is enough, and looked at last,
# because reading what it holds takes half a second.
_LAST = "Noto Sans CJK SC"
_ALIKE = {"Noto Sans CJK HK", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans CJK TC"}


class Characters:
    """A set of code points as a few thousand spans, a hundredth of what a `set` would take."""

    def __init__(self, codes: Sequence[int]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for code in codes:
            if self._ends and self._ends[-1] == code:
                self._ends[-1] = code + 1
            else:
                self._starts.append(code)
                self._ends.append(code + 1)

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        at = bisect_right(self._starts, code) - 1
        return at >= 0 and code < self._ends[at]


class Family:
    """One family and the characters that all its upright faces hold."""

    def __init__(self, name: str, faces: Sequence[typst.FontInfo]) -> None:
        self.name = name
        self._faces = faces

    @cached_property
    def characters(self) -> Characters:
        held: set[int] | None = None
        for face in self._faces:
            with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
                codes = set(font.getBestCmap() or {})
            held = codes if held is None else held & codes
        return Characters(sorted(held or set()))

    def holds(self, cluster: str) -> bool:
        return all(character in self.characters for character in cluster if not _unseen(character))


class Fonts:
    """Every family at hand, in the order in which a character is looked for."""

    def __init__(self, folders: Sequence[str]) -> None:
        self.book = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
        faces: dict[str, dict[tuple[str, int], typst.FontInfo]] = {}
        for face in self.book.fonts():
            if face.path is not None and face.style == "normal":
                faces.setdefault(face.family, {})[face.path, face.index] = face
        self._families = [
            Family(name, list(faces[name].values()))
            for name in sorted(faces.keys() - _ALIKE, key=lambda name: (name != _FIRST, name == _LAST, name))
        ]

    @property
    def names(self) -> list[str]:
        return [family.name for family in self._families]

    def can_set(self, text: str) -> bool:
        """Whether every character is in some font, each mark in the font of the letter that carries it."""
        return all(self._can_set_cluster(cluster) for cluster in clusters(text))

    def settable(self, text: str) -> str:
        """`text` without what cannot be set."""
        return "".join(cluster for cluster in clusters(text) if self._can_set_cluster(cluster)).strip()

    def _can_set_cluster(self, cluster: str) -> bool:
        return any(family.holds(cluster) for family in self._families)


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks that they carry, composed where Unicode composes them; line ends become spaces."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    cluster = ""
    for character in composed:
        if cluster and (unicodedata.category(character).startswith("M") or character in "\u200c\u200d"):
            cluster += character
            continue
        if cluster:
            yield cluster
        cluster = character
    if cluster:
        yield cluster


def _unseen(character: str) -> bool:
    """Spaces, joiners, variation selectors and the like, which need no glyph."""
    return unicodedata.category(character) in {"Cf", "Zs"} or "\ufe00" <= character <= "\ufe0f"


def fonts() -> Fonts:
    """The fonts of this installation, opened once a process."""
    return fonts_in(tuple(settings.FONT_DIRS))


@lru_cache(maxsize=4)
def fonts_in(folders: tuple[str, ...]) -> Fonts:
    """Those of the packages and of `folders`."""
    return Fonts([*_PACKAGED, *folders])
