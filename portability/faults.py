"""What is wrong with a nursery file, each fault with its place in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Step = str | int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`path` as people read it: "bookings[17].person"."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}" if self.path else self.sentence


class NurseryFileError(Exception):
    """The file cannot be taken in; nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def path_text(steps: Iterable[Step]) -> str:
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def shortened(text: str, longest: int = 300) -> str:
    """What the file says may be of any length; what is said of it is not."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


@dataclass(slots=True)
class Faults:
    """A list that grows while the whole file is looked at, in the order of the file's parts."""

    found: list[Fault] = field(default_factory=list)
    _known: set[Fault] = field(default_factory=set)
    _paths: set[str] = field(default_factory=set)

    def add(self, sentence: str, *steps: Step) -> None:
        fault = Fault(shortened(path_text(steps)), shortened(sentence))
        if fault not in self._known:
            self._known.add(fault)
            self._paths.add(fault.path)
            self.found.append(fault)

    def has(self, *steps: Step) -> bool:
        """Whether something is wrong at that very place."""
        return shortened(path_text(steps)) in self._paths

    def __bool__(self) -> bool:
        return bool(self.found)
