"""May hours given outside the rota be logged, confirmed, declined, withdrawn (domain 02, contribution)?

Anybody logs their own. Another person confirms: any adult of another family, or of the staff. Not only the manager, for
what is seen and thanked by one's fellows is worth more than what an office has stamped; never one's own family, since
its share is what the hours count towards.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import say_day
from nursery.models import Term
from nursery.money import say_hours
from nursery.refusal import Refusal
from rota.models import Contribution, Duty, Pricing
from rota.rules.closed_term import closed_term_refusal

LONGEST_DAY = Decimal(24)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says they gave; `note` says in a few words what it was."""

    day: dt.date
    duty: Duty
    hours: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """`that_day`: hours that the giver has on that day already, booked or worked on the rota and logged together;
    `same`: the very same is logged already, and was not declined. `term` is the one that the day is in."""

    given: Given
    giver: Person
    today: dt.date
    term: Term | None
    that_day: Decimal
    same: bool


def contribution_refusal(question: LogQuestion) -> Refusal | None:
    return (
        _not_yet(question)
        or _not_here_then(question)
        or closed_term_refusal(question.term)
        or _on_the_rota(question)
        or _longer_than_a_day(question)
        or _logged_already(question)
    )


def _not_yet(question: LogQuestion) -> Refusal | None:
    if question.given.day <= question.today:
        return None
    return Refusal("future", _("That day is still ahead."), _("Log it once it is done."), override=False)


def _not_here_then(question: LogQuestion) -> Refusal | None:
    giver, day = question.giver, question.given.day
    if giver.joined is not None and day < giver.joined:
        way_on = _("Choose a day from %(day)s on.") % {"day": say_day(giver.joined, year=True)}
        return Refusal("not_joined", _("You were not here yet on that day."), way_on, override=False)
    if giver.left is not None and giver.left < day:
        way_on = _("Choose a day up to %(day)s.") % {"day": say_day(giver.left, year=True)}
        return Refusal("left", _("You had left by then."), way_on, override=False)
    return None


def _on_the_rota(question: LogQuestion) -> Refusal | None:
    if question.given.duty.pricing != Pricing.CARE:
        return None
    return Refusal(
        "care",
        _("Time with the children stands on the rota, where it counts towards the adults they need."),
        _("Ask whoever ran the shift to mark you as somebody who was not on the rota, or choose another duty."),
        override=False,
    )


def _longer_than_a_day(question: LogQuestion) -> Refusal | None:
    if question.that_day + question.given.hours <= LONGEST_DAY:
        return None
    if not question.that_day:
        return Refusal("too_long", _("A day has 24 hours."), _("Log each day for itself."), override=False)
    return Refusal(
        "too_long",
        _("With the %(hours)s hours that you have on that day already, this would be more than a day has.")
        % {"hours": say_hours(question.that_day)},
        _("Look at the day and the hours."),
        override=False,
    )


def _logged_already(question: LogQuestion) -> Refusal | None:
    if not question.same:
        return None
    return Refusal(
        "same",
        _("You have logged this already."),
        _("If you did it twice that day, say in the note what this was."),
        override=False,
    )


def confirming_refusal(given: Contribution, other: Person, term: Term | None) -> Refusal | None:
    """May `other` confirm or decline it? `term` is the one that its day is in."""
    return not_another_refusal(given, other) or _settled(given) or closed_term_refusal(term)


def not_another_refusal(given: Contribution, other: Person) -> Refusal | None:
    """Whether `other` is another person, in the sense of domain 02."""
    giver = given.person
    same_account = giver.account_id is not None and giver.account_id == other.account_id
    if giver.pk == other.pk or same_account:
        return Refusal(
            "own", _("These are your own hours."), _("Somebody of another family confirms them."), override=False
        )
    if giver.family_id is not None and giver.family_id == other.family_id:
        return Refusal(
            "own_family",
            _("These are hours of your own family."),
            _("Somebody of another family confirms them."),
            override=False,
        )
    if not other.adult:
        return Refusal(
            "not_adult", _("Hours are confirmed by an adult."), _("Ask one who knows of it."), override=False
        )
    return None


def _settled(given: Contribution) -> Refusal | None:
    if given.confirmed:
        by = given.confirmed_by
        sentence = (
            _("%(name)s has confirmed it already.") % {"name": by.short_name}
            if by is not None
            else _("It is confirmed already.")
        )
        return Refusal("confirmed", sentence, _("Thank you all the same."), override=False)
    if given.declined_at is not None:
        by = given.declined_by
        sentence = (
            _("%(name)s has declined it.") % {"name": by.short_name} if by is not None else _("It is declined already.")
        )
        return Refusal(
            "declined",
            sentence,
            _("If it was right, they can take that back, or it can be logged anew."),
            override=False,
        )
    return None


def reopening_refusal(given: Contribution, other: Person, term: Term | None) -> Refusal | None:
    """May `other` take back that it was confirmed or declined?"""
    if given.waits:
        return Refusal("waits", _("It waits to be confirmed already."), override=False)
    if other.pk not in {given.confirmed_by_id, given.declined_by_id} and not other.approves:
        return Refusal(
            "not_yours",
            _("Only whoever decided it, or the manager, takes that back."),
            _("Tell them if it is not right."),
            override=False,
        )
    return not_another_refusal(given, other) or closed_term_refusal(term)


def withdrawal_refusal(given: Contribution, giver: Person, term: Term | None) -> Refusal | None:
    """May `giver` take it out again?"""
    if given.person_id != giver.pk:
        return Refusal("not_yours", _("Only whoever logged it takes it out."), _("You can decline it."), override=False)
    if given.confirmed:
        return Refusal(
            "confirmed",
            _("It is confirmed, so it stays."),
            _("If it is not right, ask whoever confirmed it, or the manager, to take that back first."),
            override=False,
        )
    return closed_term_refusal(term)
