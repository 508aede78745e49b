"""The steps of the way to a nursery, and which a draft goes on with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Answers = Mapping[str, Any]


class Step(StrEnum):
    """Each is the key of its answer in `Draft.answers`, and the last word of its page's path."""

    NAME = "name"
    ROOMS = "rooms"
    SESSIONS = "sessions"
    TERM = "term"
    WORK = "work"
    RULES = "rules"
    PEOPLE = "people"


TITLES: dict[Step, Promise] = {
    Step.NAME: _("The nursery and you"),
    Step.ROOMS: _("Rooms"),
    Step.SESSIONS: _("When children come"),
    Step.TERM: _("The first term"),
    Step.WORK: _("Who is needed"),
    Step.RULES: _("Your own rules"),
    Step.PEOPLE: _("First families and people"),
}
# Where in the nursery file what a step answers stands: a fault is shown at the step that it belongs to.
_PARTS = {
    "nursery": Step.NAME,
    "rooms": Step.ROOMS,
    "sessions": Step.SESSIONS,
    "terms": Step.TERM,
    "duties": Step.WORK,
    "shift_patterns": Step.WORK,
    "policy": Step.RULES,
    "families": Step.PEOPLE,
    "people": Step.PEOPLE,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A step as the list of all of them shows it."""

    step: Step
    number: int
    done: bool

    @property
    def title(self) -> Promise:
        return TITLES[self.step]


def places(answers: Answers) -> Iterator[Place]:
    for number, step in enumerate(Step, start=1):
        yield Place(step, number, done=step in answers)


def first_open(answers: Answers) -> Step | None:
    """The first step that has no answer yet; None: all have."""
    return next((step for step in Step if step not in answers), None)


def after(step: Step) -> Step | None:
    following = list(Step)[list(Step).index(step) + 1 :]
    return following[0] if following else None


def before(step: Step) -> Step | None:
    earlier = list(Step)[: list(Step).index(step)]
    return earlier[-1] if earlier else None


def step_of(path: str) -> Step:
    """Of a fault's place in the nursery file: "rooms[0].name"."""
    return _PARTS.get(path.partition(".")[0].partition("[")[0], Step.NAME)
