"""The three ways in which every channel fails."""


class ChannelAway(Exception):  # noqa: N818 - it is away, and no letter is at fault
    """The channel itself does not work: nothing can be sent by it now, and no message is to blame."""


class Unreachable(Exception):  # noqa: N818
    """This person cannot be reached by this channel, now or later; the sentence is for the manager."""


class NotSent(Exception):  # noqa: N818
    """This one was not sent; it may be later. The sentence is for the manager."""
