"""How somebody may be told of one kind of message: the few choices that a page offers. Pure."""

from collections.abc import Collection, Sequence
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

    def say(self, ways: Collection[Channel]) -> str:
        """The first way, and the next after it where that one fails, of the `ways` that this nursery has."""
        if not self.channels:
            return _("Don’t tell me")
        # Whoever chose none but what the nursery has no more still reads what they chose.
        there = [_say_channel(each) for each in self.channels if each in ways] or [_say_channel(self.channels[0])]
        said = _("%(first)s, else %(next)s") % {"first": there[0], "next": there[1]} if len(there) > 1 else there[0]
        if self.timing == Timing.MORNING:
            return _("In the morning, %(how)s") % {"how": said}
        return f"{said[0].upper()}{said[1:]}"


def usual(kind: Kind) -> Choice:
    return Choice(kind.channels, kind.timing)


def choices_of(kind: Kind, chosen: Choice, ways: Collection[Channel]) -> list[Choice]:
    """What the page offers for a kind, the usual first; `chosen` is always among them, however it came about.

    `ways` are the channels that this nursery has. No two of the choices read the same.
    """
    orders = [_EVERY_WAY, _E_MAIL, *([_TEXT_FIRST] if Channel.TEXT in ways else [])]
    offered = [usual(kind), *(Choice(order) for order in orders)]
    if kind.may_wait:
        offered += [Choice(_EVERY_WAY, Timing.MORNING), Choice(_E_MAIL, Timing.MORNING)]
    if not kind.needed:
        offered.append(Choice(()))
    # The one that is chosen stands for whichever reads the same as it.
    said = {chosen.say(ways): chosen}
    for choice in offered:
        said.setdefault(choice.say(ways), choice)
    return _in_order(list(said.values()), [choice.say(ways) for choice in offered], ways)


def _in_order(choices: Sequence[Choice], order: Sequence[str], ways: Collection[Channel]) -> list[Choice]:
    places = {words: number for number, words in reversed(list(enumerate(order)))}
    return sorted(choices, key=lambda choice: places.get(choice.say(ways), len(order)))


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
