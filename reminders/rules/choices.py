"""How somebody may be told of one kind of message: the few choices that a page offers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nursery.refusal import Refusal
from reminders.kinds import Kind
from reminders.models import Channel, Timing

_EVERY_WAY = (Channel.PUSH, Channel.EMAIL, Channel.TEXT)
_E_MAIL = (Channel.EMAIL,)
_TEXT_FIRST = (Channel.TEXT, Channel.EMAIL)


@dataclass(frozen=True, slots=True)
class Choice:
    """By which channels, in this order (none: not at all), and when."""

    channels: tuple[Channel, ...]
    timing: Timing = Timing.AT_ONCE

    @property
    def key(self) -> str:
        """As a form carries it: "push+email", "email@morning", "none"."""
        ways = "+".join(self.channels)
        return f"{ways}@{self.timing}" if ways and self.timing != Timing.AT_ONCE else ways or "none"

    @classmethod
    def from_key(cls, key: str) -> "Choice":
        """Raises ValueError for what is no key."""
        ways, _at, timing = key.partition("@")
        channels = () if ways == "none" else tuple(Channel(way) for way in ways.split("+"))
        if len(set(channels)) < len(channels):
            raise ValueError(key)
        return cls(channels, Timing(timing) if timing else Timing.AT_ONCE)

    def say(self, *, texts: bool) -> str:
        """The first way, and the next after it where that one fails."""
        ways = [_say_channel(each) for each in self.channels if texts or each != Channel.TEXT]
        if not ways:
            return _("Don’t tell me")
        said = _("%(first)s, else %(next)s") % {"first": ways[0], "next": ways[1]} if len(ways) > 1 else ways[0]
        if self.timing == Timing.MORNING:
            return _("In the morning, %(how)s") % {"how": said}
        return f"{said[0].upper()}{said[1:]}"


def usual(kind: Kind) -> Choice:
    return Choice(kind.channels, kind.timing)


def choices_of(kind: Kind, chosen: Choice, *, texts: bool) -> list[Choice]:
    """What the page offers for a kind, the usual first; `chosen` is always among them, however it came about.

    `texts` says whether this nursery can send text messages. No two of them read the same.
    """
    ways = [_EVERY_WAY, _E_MAIL, *([_TEXT_FIRST] if texts else [])]
    offered = [usual(kind), *(Choice(way) for way in ways)]
    if kind.may_wait:
        offered += [Choice(_EVERY_WAY, Timing.MORNING), Choice(_E_MAIL, Timing.MORNING)]
    if not kind.needed:
        offered.append(Choice(()))
    # The one that is chosen stands for whichever reads the same as it.
    said = {chosen.say(texts=texts): chosen}
    for choice in offered:
        said.setdefault(choice.say(texts=texts), choice)
    return _in_order(list(said.values()), [choice.say(texts=texts) for choice in offered], texts=texts)


def _in_order(choices: Sequence[Choice], order: Sequence[str], *, texts: bool) -> list[Choice]:
    places = {words: number for number, words in reversed(list(enumerate(order)))}
    return sorted(choices, key=lambda choice: places.get(choice.say(texts=texts), len(order)))


def not_told_refusal(kind: Kind, choice: Choice) -> Refusal | None:
    """What is needed is told to everybody whom it is for."""
    if choice.channels or not kind.needed:
        return None
    return Refusal(
        "needed",
        _("This can’t be turned off: it changes what you have promised, or asks for what only you can do."),
        _("You can choose how you are told."),
        override=False,
    )


def _say_channel(channel: Channel) -> str:
    match channel:
        case Channel.PUSH:
            return _("on my phone")
        case Channel.EMAIL:
            return _("by e-mail")
        case Channel.TEXT:
            return _("by text message")
