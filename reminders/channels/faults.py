"""The three ways in which every channel fails."""


class ChannelAway(Exception):  # noqa: N818 - it is away, and no letter is at fault
    """The channel itself does not work: nothing can be sent by it now, and no message is to blame."""


class Unreachable(Exception):  # noqa: N818
    """This person cannot be reached by this channel, now or later; the sentence is for the manager."""


class NotSent(Exception):  # noqa: N818
    """This one was not sent; it may be later. The sentence is for the manager."""


class Unheard(NotSent):
    """It was on its way when the provider fell silent: nobody knows whether it has taken it. What is tried again, by
    whatever channel, may be a second copy."""


def in_words(answer: bytes | str) -> str:
    """What a provider answered, fit to be kept and shown: one line of printable text, whatever it was."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in " ".join(text.split()))
