"""Who may book a place (domain 02, Booking).

Each rule is stated once, here. The same list greys the button on the week, fills the shift's page and runs again
under the lock. Adding a rule: one function, one line in BOOKING_RULES, one test.
"""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import DAY, local_day, say_day, say_times
from nursery.models import ClearanceKind, Nursery
from nursery.money import say_hours
from nursery.refusal import Refusal
from rota.models import PlaceKind, ShiftStatus
from rota.rules import closed_term
from rota.rules.facts import Post, Question

BookingRule = Callable[[Question], Refusal | None]


def settled_refusal(question: Question) -> Refusal | None:
    """The shift's term is closed."""
    return closed_term.closed_term_refusal(question.post.term)


def cancelled_refusal(question: Question) -> Refusal | None:
    if question.post.shift.status == ShiftStatus.CANCELLED:
        return Refusal("cancelled", _("This shift has been cancelled."), _("Look at the week for another one."))
    return None


def closed_refusal(question: Question) -> Refusal | None:
    closure = question.post.closure
    if closure is not None:
        return Refusal(
            "closed",
            _("The nursery is closed that day: %(why)s.") % {"why": closure},
            _("Look at another week."),
        )
    return None


def over_refusal(question: Question) -> Refusal | None:
    if question.post.shift.ends_at <= question.now:
        return Refusal(
            "over",
            _("This shift is over."),
            _("If you were there, tell the manager, who can mark it."),
        )
    return None


def begun_refusal(question: Question) -> Refusal | None:
    if refusal := over_refusal(question):
        return refusal
    shift = question.post.shift
    if shift.starts_at <= question.now:
        return Refusal("begun", _("This shift has begun."), _("If you can still help, tell the person who runs it."))
    return None


def taken_refusal(question: Question) -> Refusal | None:
    holder = question.post.holder
    if holder is None:
        return None
    if holder.person_id == question.asker.person.pk:
        return Refusal(
            "mine",
            _("This one is yours already."),
            _("You will find it among your shifts."),
            override=False,
            about=_("%(name)s stands here already.") % {"name": holder.person.short_name},
        )
    return Refusal(
        "taken",
        _("Just taken by %(name)s, thank you.") % {"name": holder.person.short_name},
        _("Look at the week for another place."),
        override=False,
    )


def left_refusal(question: Question) -> Refusal | None:
    """The shift is after the asker's last day."""
    left = question.asker.person.left
    if left is None or question.post.shift.date <= left:
        return None
    return Refusal(
        "left",
        _("Your last day is %(day)s.") % {"day": say_day(left, year=True)},
        _("If you stay longer, say so first: More, “Leaving”."),
        override=False,
        about=_("%(name)s leaves on %(day)s.")
        % {"name": question.asker.person.short_name, "day": say_day(left, year=True)},
    )


def absent_refusal(question: Question) -> Refusal | None:
    """Nobody is booked on a day of their absence."""
    away = question.asker.absence_on(question.post.shift.date)
    if away is None:
        return None
    return Refusal(
        "absent",
        _("You are down as away that day.")
        if away.starts == away.ends
        else _("You are down as away from %(first)s to %(last)s.")
        % {"first": say_day(away.starts), "last": say_day(away.ends)},
        _("If you are back early, say so under “Days away” first."),
        about=_("%(name)s is down as away that day.") % {"name": question.asker.person.short_name},
    )


def overlap_refusal(question: Question) -> Refusal | None:
    """Nobody is in two places at once; across nurseries, times alone are known and nothing else is told."""
    shift, name = question.post.shift, question.asker.person.short_name
    for busy in question.asker.busy:
        if not busy.overlaps(shift):
            continue
        if busy.shift is not None and busy.shift.pk == shift.pk:
            return Refusal(
                "overlap",
                _("You already have a place on this shift."),
                _("One person, one place: leave this one for somebody else."),
                override=False,
                about=_("%(name)s is on this shift already.") % {"name": name},
            )
        other = busy.shift
        if other is None:
            return Refusal(
                "overlap",
                _("You are expected at another nursery at that time."),
                _("Choose another time, or ask for cover there first."),
                override=False,
                about=_("%(name)s is not free at that time.") % {"name": name},
            )
        where = {
            "name": name,
            "duty": other.duty.name.lower(),
            "day": say_day(other.date),
            "times": say_times(other.starts, other.ends),
        }
        return Refusal(
            "overlap",
            _("You are already booked for %(duty)s on %(day)s, %(times)s.") % where,
            _("Give that one over first, or choose another time."),
            override=False,
            about=_("%(name)s is booked for %(duty)s on %(day)s, %(times)s.") % where,
        )
    return None


def clearance_refusal(question: Question) -> Refusal | None:
    """The duty's own `needs`, each on the shift's day."""
    shift, asker = question.post.shift, question.asker
    for kind in asker.missing_for(shift):
        words = {"name": asker.person.short_name, "clearance": ClearanceKind(kind).label}
        ended = asker.last_clearance(kind)
        if ended is not None and ended.ends is not None and ended.ends < shift.date:
            past = ended.ends < local_day(question.now, question.nursery.zone)
            words["day"] = say_day(ended.ends, year=abs((ended.ends - shift.date).days) > 300)
            if past:
                sentence = _("You can’t book this one yet: your %(clearance)s ended on %(day)s.") % words
                about = _("%(name)s: %(clearance)s ended on %(day)s.") % words
            else:
                sentence = (
                    _("You can’t book this one yet: your %(clearance)s ends on %(day)s, before this shift.") % words
                )
                about = _("%(name)s: %(clearance)s ends on %(day)s, before this shift.") % words
            way_on = _("Renew it and tell the manager, or take a shift that does not need it.")
        else:
            words["duty"] = shift.duty.name.lower()
            sentence = (
                _("You can’t book this one yet: %(duty)s needs %(clearance)s, and none is recorded for you.") % words
            )
            about = _("%(name)s: %(duty)s needs %(clearance)s, and none is recorded.") % words
            way_on = _("Ask the manager about it, or take a shift that does not need it.")
        return Refusal("clearance", sentence, way_on, about=about)
    return None


def not_open_yet_refusal(question: Question) -> Refusal | None:
    opens_days = question.nursery.policy.booking_opens_days
    if opens_days is None:
        return None
    shift = question.post.shift
    opens_on = shift.date - dt.timedelta(days=opens_days)
    if local_day(question.now, question.nursery.zone) >= opens_on:
        return None
    return Refusal(
        "not_open_yet",
        _("Booking for this shift opens on %(day)s.") % {"day": say_day(opens_on)},
        _("Come back then, or take an earlier one."),
    )


def opens_to_all_on(post: Post, nursery: Nursery) -> dt.date:
    """The day from which a family's limit no longer holds for a shift."""
    return post.shift.date - nursery.policy.open_to_all_days * DAY


def family_limit_concerns(post: Post, person: Person, nursery: Nursery, now: dt.datetime) -> bool:
    """Whether a family's limit may refuse `person` this place, wherever their family stands: a parent, in a place
    for parents, on a duty that counts towards the share, before it opens to everybody."""
    return (
        nursery.policy.family_limit_percent is not None
        and person.family_id is not None
        and person.is_parent
        and post.place.kind == PlaceKind.PARENT
        and post.shift.duty.counts_towards_share
        and local_day(now, nursery.zone) < opens_to_all_on(post, nursery)
    )


def family_limit_refusal(question: Question) -> Refusal | None:
    """The family has given or booked as much of its share as it may while others are below theirs.

    Turns are not divided: the one that reaches over the limit may still be booked, the next may not.
    """
    post, person, standing = question.post, question.asker.person, question.standing
    if standing is None or not family_limit_concerns(post, person, question.nursery, question.now):
        return None
    percent = question.nursery.policy.family_limit_percent or 0
    if not standing.others_below or standing.given * 100 < standing.due * percent:
        return None
    words = {
        "name": person.short_name,
        "given": say_hours(standing.given),
        "due": say_hours(standing.due),
    }
    return Refusal(
        "family_limit",
        _("Your family has %(given)s of its %(due)s hours this term, and others are still below theirs.") % words,
        _("It opens to everybody on %(day)s.") % {"day": say_day(opens_to_all_on(post, question.nursery))},
        about=_("%(name)s’s family has %(given)s of its %(due)s hours this term, and others are still below theirs.")
        % words,
    )


def other_kind_refusal(question: Question) -> Refusal | None:
    """A place kept for the other kind is offered for, not booked (domain 02, Booking)."""
    kind = question.post.place.kind
    if question.asker.acts_in(kind):
        return None
    return Refusal(
        "other_kind",
        _("This place is kept for staff; the manager may say yes.")
        if kind == PlaceKind.PAID
        else _("This place is kept for a parent; the manager may say yes."),
        _("Offer to take it instead."),
    )


BOOKING_RULES: list[BookingRule] = [
    settled_refusal,
    cancelled_refusal,
    closed_refusal,
    begun_refusal,
    taken_refusal,
    left_refusal,
    absent_refusal,
    overlap_refusal,
    clearance_refusal,
    not_open_yet_refusal,
    family_limit_refusal,
]
# Taking over from somebody who asks: the place is held until the manager's yes, and time is short anyway.
COVER_RULES: list[BookingRule] = [
    settled_refusal,
    cancelled_refusal,
    closed_refusal,
    begun_refusal,
    left_refusal,
    absent_refusal,
    overlap_refusal,
    clearance_refusal,
]


def first_refusal(rules: list[BookingRule], question: Question) -> Refusal | None:
    return next((refusal for rule in rules if (refusal := rule(question)) is not None), None)


def booking_refusal(question: Question) -> Refusal | None:
    """Why `question.asker` may not have the place, or None. Says nothing of whose kind of place it is."""
    return first_refusal(BOOKING_RULES, question)


def cover_refusal(question: Question) -> Refusal | None:
    """Why the asker may not take the place over from its holder, or None."""
    return first_refusal(COVER_RULES, question)
