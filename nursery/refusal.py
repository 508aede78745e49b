"""A "no" that helps: the answer of every rule in every app."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done, and what to do about it.

    `code` is stable and for tests, history and overrides; `sentence` and `way_on` are for the person, already
    translated. `override` says whether a manager may put it aside with a reason. `about` is the sentence as it is
    said of somebody else, for the manager who looks for somebody; empty where `sentence` speaks to nobody.
    """

    code: str
    sentence: str
    way_on: str = ""
    override: bool = True
    about: str = ""

    @property
    def of_them(self) -> str:
        """The sentence for somebody who reads it of another."""
        return self.about or self.sentence

    def __str__(self) -> str:
        return f"{self.sentence} {self.way_on}".strip()


class Refused(Exception):  # noqa: N818 - a refusal is no error
    """Raised by an action when a rule says no; the transaction is rolled back, nothing is half-written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def refuse(refusal: Refusal | None) -> None:
    """Raises Refused where a rule says no."""
    if refusal is not None:
        raise Refused(refusal)
