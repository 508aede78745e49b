"""Handing a turn over within a family (domain 02: either adult may take the other's turn at once if cleared for it)."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.refusal import Refusal
from rota.models import UNDO_FOR, Booking, BookingStatus
from rota.rules.booking import cover_refusal, other_kind_refusal
from rota.rules.facts import Question
from rota.rules.leaving import not_booked_refusal


def are_family(one: Person, other: Person) -> bool:
    return one.family_id is not None and one.family_id == other.family_id


def no_own_place() -> Refusal:
    """A shadow, and whoever stands beside another."""
    return Refusal(
        "no_own_place",
        _("This turn has no place of its own that could be handed over."),
        _("Tell the manager if you can’t come."),
        override=False,
    )


def taking_refusal(booking: Booking, question: Question) -> Refusal | None:
    """Why `question.asker` may not take the turn of their family's `booking` at once, in their own eyes.

    `question` is about the booking's place. Late or not does not matter, nor the family's limit: the turn stays in
    the family.
    """
    if refusal := not_booked_refusal(booking, question.now, question.post.term):
        return refusal
    if booking.place_id is None or booking.covers_id is not None:
        return no_own_place()
    if not are_family(booking.person, question.asker.person):
        return Refusal(
            "not_one_family",
            _("Only somebody of the same family takes a turn over at once."),
            _("Ask for cover instead: we will tell everybody who could come."),
            override=False,
        )
    return cover_refusal(question) or other_kind_refusal(question)


def hand_over_refusal(booking: Booking, question: Question, actor: Person) -> Refusal | None:
    """The same in the eyes of `actor`: to know why somebody else may not come is theirs and the manager's alone."""
    if not are_family(booking.person, actor):
        return Refusal("not_mine", _("This is somebody else’s place."), _("Only they can give it over."))
    refusal = taking_refusal(booking, question)
    if refusal is None or not refusal.about or question.asker.person.pk == actor.pk:
        return refusal
    return Refusal(
        "partner_cannot",
        _("%(name)s can’t take this turn at the moment.") % {"name": question.asker.person.short_name},
        _("Ask for cover, or choose somebody else."),
        override=False,
    )


def changed_hands() -> Refusal:
    return Refusal(
        "hand_over_gone",
        _("This turn has changed hands again since."),
        _("The week shows whose it is now."),
        override=False,
    )


def hand_back_refusal(
    booking: Booking, holder: Booking | None, question: Question, handed_at: dt.datetime | None, actor: Person
) -> Refusal | None:
    """Whether the turn that `booking` was may go back from `holder` to `question.asker`, whose it was.

    `handed_at` is when it was handed over, None where it never was.
    """
    if handed_at is None or booking.status != BookingStatus.CANCELLED:
        return changed_hands()
    if holder is None or not are_family(holder.person, booking.person) or not are_family(actor, booking.person):
        return changed_hands()
    if question.now - handed_at >= UNDO_FOR:
        return Refusal(
            "hand_over_settled",
            _("Handing a turn over can be undone for ten minutes."),
            _("Hand it over once more, the other way."),
            override=False,
        )
    return hand_over_refusal(holder, question, actor)
