"""Who may ask for a swap, and when the two may take each other's places (domain 02, "Cancelling, cover, swap")."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Nursery, Term
from nursery.refusal import Refusal
from rota.models import Booking, BookingStatus, Swap, SwapStatus
from rota.rules.booking import COVER_RULES, first_refusal
from rota.rules.facts import Asker, Post, Question
from rota.rules.leaving import not_booked_refusal, not_mine_refusal

AT_ONCE = 3  # people who may be asked to swap one booking at the same time


@dataclass(frozen=True, slots=True)
class Exchange:
    """All that the rules look at: the booking of the one who asks, the one that they would have instead, both people
    with what is known of them, and the two places as if nobody stood there. The bookings carry shift and duty."""

    given: Booking
    wanted: Booking
    asker: Asker
    other: Asker
    given_post: Post
    wanted_post: Post
    nursery: Nursery
    now: dt.datetime

    def asker_refusal(self) -> Refusal | None:
        """Why the one who asks may not take the place that they want."""
        return self._moving_refusal(self.asker, self.given, self.wanted_post)

    def other_refusal(self) -> Refusal | None:
        """Why the one who was asked may not take the place that they are offered."""
        return self._moving_refusal(self.other, self.wanted, self.given_post)

    def _moving_refusal(self, mover: Asker, leaves: Booking, post: Post) -> Refusal | None:
        """As if `leaves` were given up and the place of `post` were open.

        The rules are those for taking over from somebody who gives the place over: it was booked in its time, so
        that windows and limits of booking have been kept already.
        """
        if not mover.acts_in(post.place.kind) or not mover.person.belongs_on(post.shift.date):
            return _not_swappable()
        free = replace(mover, busy=tuple(b for b in mover.busy if b.shift is None or b.shift.pk != leaves.shift_id))
        return first_refusal(COVER_RULES, Question(post, free, self.nursery, self.now))


def _not_swappable() -> Refusal:
    return Refusal(
        "not_swappable",
        _("These two cannot be swapped: they are not places of the same kind."),
        _("Choose another one, or ask for cover."),
        override=False,
    )


def ask_for_swap_refusal(booking: Booking, person: Person, now: dt.datetime, term: Term | None) -> Refusal | None:
    """Whether this booking may be offered in exchange at all; `term` is its shift's own."""
    if refusal := not_mine_refusal(booking, person) or not_booked_refusal(booking, now, term):
        return refusal
    return stands_nowhere_refusal(booking)


def stands_nowhere_refusal(booking: Booking) -> Refusal | None:
    """A shadow and whoever stands beside another hold no place of their own that they could exchange."""
    if booking.place_id is None or booking.covers_id is not None:
        return Refusal("no_place", _("This turn has no place of its own that could be swapped."), override=False)
    return None


def too_many_refusal(already: int, more: int) -> Refusal | None:
    if already + more <= AT_ONCE:
        return None
    return Refusal(
        "too_many_swaps",
        _("You can ask three people at a time."),
        _("Choose fewer, or take an earlier question back first."),
        override=False,
    )


def gone_refusal(exchange: Exchange) -> Refusal | None:
    """One of the two has been given back, covered, exchanged, marked, or has begun."""
    for booking in (exchange.given, exchange.wanted):
        if booking.status != BookingStatus.BOOKED or booking.shift.starts_at <= exchange.now:
            return changed_since()
    return None


def changed_since() -> Refusal:
    return Refusal(
        "swap_gone",
        _("This swap is no longer possible: one of the two turns has changed since, or has begun."),
        _("Nothing has been swapped. Look at the week for what is yours now."),
        override=False,
    )


def pair_refusal(exchange: Exchange) -> Refusal | None:
    given, wanted = exchange.given, exchange.wanted
    if given.kind != wanted.kind:
        return _not_swappable()
    if given.person_id == wanted.person_id or given.shift_id == wanted.shift_id:
        return Refusal(
            "same_shift", _("You are both on this shift already."), _("Choose a turn on another one."), override=False
        )
    return None


def asking_refusal(exchange: Exchange) -> Refusal | None:
    """In the eyes of the one who asks. Why the other may not take the place is nobody else's to know."""
    if refusal := gone_refusal(exchange) or pair_refusal(exchange) or exchange.asker_refusal():
        return refusal
    if exchange.other_refusal() is not None:
        return _cannot_take(exchange.other.person)
    return None


def accepting_refusal(exchange: Exchange) -> Refusal | None:
    """In the eyes of the one who was asked."""
    if refusal := gone_refusal(exchange) or pair_refusal(exchange) or exchange.other_refusal():
        return refusal
    if exchange.asker_refusal() is not None:
        return _cannot_take(exchange.asker.person)
    return None


def _cannot_take(person: Person) -> Refusal:
    return Refusal(
        "they_cannot",
        _("%(name)s can’t take your place at the moment.") % {"name": person.short_name},
        _("Nothing has been swapped. Choose another turn, or ask for cover."),
        override=False,
    )


def swap_ended_refusal(swap: Swap) -> Refusal | None:
    match swap.status:
        case SwapStatus.OPEN:
            return None
        case SwapStatus.ACCEPTED:
            sentence = _("This swap has been made already.")
        case SwapStatus.DECLINED:
            sentence = _("This swap has been declined already.")
        case SwapStatus.WITHDRAWN:
            sentence = _("This swap is no longer asked for.")
        case _other:
            sentence = _("This swap is no longer possible: one of the two turns has changed since.")
    return Refusal("swap_ended", sentence, _("The week shows what is yours now."), override=False)


def answer_swap_refusal(swap: Swap, person: Person) -> Refusal | None:
    """Only the one who was asked says yes or no, once."""
    if swap.wanted.person_id != person.pk:
        return Refusal("not_mine", _("This swap was asked of somebody else."), override=False)
    return swap_ended_refusal(swap)


def withdraw_swap_refusal(swap: Swap, person: Person) -> Refusal | None:
    if swap.given.person_id != person.pk:
        return Refusal("not_mine", _("Somebody else asked for this swap."), override=False)
    return swap_ended_refusal(swap)
