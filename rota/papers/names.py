"""Names as a sheet can set them. One with a character that no font holds is printed another way, and reported."""

from collections.abc import Iterable
from dataclasses import dataclass

from nursery.documents.as_pdf import Run, run
from nursery.documents.fonts import Fonts


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A name, and what stands for it on the sheet; `numbered`: nothing of it could be set, so there is a line to
    write it on."""

    name: str
    printed: str
    numbered: bool


def unprintable_names(names: Iterable[str], fonts: Fonts) -> list[Unprintable]:
    """In the names' own order. What can be set of a name's words is printed, else a number: "(1)"."""
    found: list[Unprintable] = []
    number = 0
    for name in names:
        if fonts.can_set(name):
            continue
        words = " ".join(word for word in name.split() if fonts.can_set(word))
        if words:
            found.append(Unprintable(name, words, numbered=False))
        else:
            number += 1
            found.append(Unprintable(name, f"({number})", numbered=True))
    return found


class Names:
    """The names of one sheet; a number stands for the same person on all of it."""

    def __init__(self, names: Iterable[str], fonts: Fonts) -> None:
        self._fonts = fonts
        self.unprintable = {each.name: each for each in unprintable_names(names, fonts)}

    def of(self, name: str) -> tuple[Run, bool]:
        """As it is set, and whether there must be a line to write it on."""
        if (instead := self.unprintable.get(name)) is not None:
            return run(instead.printed, self._fonts), instead.numbered
        return run(name, self._fonts), False

    def text(self, text: str) -> Run:
        """Any other words of the nursery's: what cannot be set is left out."""
        return run(text, self._fonts)
