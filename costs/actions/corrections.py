"""Putting right what a closed term got wrong: entered in an open term, counted once somebody else has confirmed it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from costs import messages
from costs.actions.changes import Written, record_change
from costs.models import Adjustment, AdjustmentKind, ChangeVerb
from costs.queries.adjustments import term_to_enter_in, value_of_hours
from costs.queries.closing import second_eyes
from costs.rules.corrections import (
    CorrectionQuestion,
    correction_confirmation_refusal,
    correction_refusal,
    correction_removal_refusal,
)
from costs.savings import Scenario
from nursery.models import Nursery, Term
from nursery.money import plain
from nursery.refusal import Refusal, Refused
from reminders.actions.queueing import queue_message
from rota.models import Duty
from rota.queries.marks import term_holding


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong: `hours` of `duty` on `day`, or an `amount` of the kind; each may be negative."""

    about: Term
    kind: str
    reason: str
    duty: Duty | None = None
    day: dt.date | None = None
    hours: Decimal | None = None
    amount: Decimal | None = None


@transaction.atomic
def enter_correction(
    given: Correction, by: Person, *, nursery: Nursery, now: dt.datetime, today: dt.date
) -> Adjustment:
    """Raises Refused."""
    of_hours = given.kind == AdjustmentKind.HOURS
    into = term_to_enter_in(today)
    about = Term.objects.get(pk=given.about.pk)
    values: dict[str, Decimal | None] = {}
    if of_hours and given.duty is not None and given.day is not None and given.hours is not None:
        worth = value_of_hours(about, given.duty, given.day, given.hours)
        values = {f"value_{scenario.value}": worth[scenario] for scenario in Scenario}
    question = CorrectionQuestion(
        about=about,
        into=into,
        kind=given.kind,
        day=given.day,
        much=(given.hours if of_hours else given.amount) or Decimal(0),
        rated=None not in values.values(),
    )
    if refusal := correction_refusal(question):
        raise Refused(refusal)
    if into is None:
        raise LookupError("A correction without a term is refused.")
    made = Adjustment.objects.create(
        nursery=nursery,
        about=about,
        date=min(today, into.ends),
        kind=given.kind,
        duty=given.duty if of_hours else None,
        day=given.day if of_hours else None,
        hours=given.hours if of_hours else None,
        amount=None if of_hours else given.amount,
        reason=given.reason,
        entered_by=by,
        entered_at=now,
        **values,
    )
    record_change(ChangeVerb.ADDED, made, nursery=nursery, actor=by, now=now, after=written(made), reason=given.reason)
    queue_message(
        nursery=nursery,
        kind=messages.CORRECTION_ENTERED,
        people=[person for person in second_eyes(today) if person.pk != by.pk],
        subject=made.public_id,
        occasion="",
        due_at=now,
        now=now,
    )
    return made


@transaction.atomic
def confirm_correction(correction: Adjustment, me: Person, *, nursery: Nursery, now: dt.datetime) -> Adjustment:
    """From now on it counts in the term that it was entered in, and stays. Raises Refused."""
    correction = _locked(correction)
    if refusal := correction_confirmation_refusal(correction, term_holding(correction.date), me):
        raise Refused(refusal)
    correction.confirmed_by, correction.confirmed_at = me, now
    correction.save(update_fields=["confirmed_by", "confirmed_at"])
    record_change(ChangeVerb.CONFIRMED, correction, nursery=nursery, actor=me, now=now, after=written(correction))
    return correction


@transaction.atomic
def remove_correction(correction: Adjustment, me: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """One that nobody has confirmed goes again. Raises Refused."""
    correction = _locked(correction)
    if refusal := correction_removal_refusal(correction, term_holding(correction.date), me):
        raise Refused(refusal)
    record_change(ChangeVerb.REMOVED, correction, nursery=nursery, actor=me, now=now, before=written(correction))
    correction.delete()


def written(correction: Adjustment) -> Written:
    """As history keeps it and the nursery file writes it."""
    facts = {
        "about": correction.about.key,
        "date": correction.date.isoformat(),
        "kind": str(correction.kind),
        "duty": correction.duty.key if correction.duty else None,
        "day": correction.day.isoformat() if correction.day else None,
        "hours": None if correction.hours is None else plain(correction.hours),
        "amount": None if correction.amount is None else plain(correction.amount, 2),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _locked(correction: Adjustment) -> Adjustment:
    found = (
        Adjustment.objects.select_for_update(of=("self",))
        .select_related("about", "duty", "entered_by")
        .filter(pk=correction.pk)
        .first()
    )
    if found is None:
        raise Refused(
            Refusal("gone", _("Somebody has taken it out meanwhile."), _("Look at what is there now."), override=False)
        )
    return found
