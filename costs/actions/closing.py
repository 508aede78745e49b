"""Closing a term: proposed, taken back or sent back, confirmed; then it is settled for good."""

import datetime as dt
import zlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from costs import messages
from costs.actions.changes import record_change
from costs.models import ChangeVerb, Closing
from costs.queries.closing import earlier_open_term, told_of_closings, trustees
from costs.reports.closed import METHOD, Kept, kept_as
from costs.reports.summed import tally_kept
from costs.rules.closing import ClosingQuestion, confirmation_refusal, proposal_refusal
from nursery.models import Nursery, Term
from nursery.refusal import Refusal, Refused
from nursery.settled import settle_alone
from reminders.actions.queueing import queue_message
from rota.safety import NoRuleSetError

_FASTEST_THAT_IS_SMALL = 6  # zlib's level


class ClosingChanged(Exception):  # noqa: N818 - a question to be asked anew, no error
    """The figures are no longer those that were looked at; nothing was written."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(kept.inputs_digest)
        self.kept = kept


def would_keep(term: Term, *, nursery: Nursery, today: dt.date) -> Kept | None:
    """What closing the term would keep, as its rows stand; None where no ratio rules are known for its days."""
    try:
        return kept_as(term, nursery, today)
    except NoRuleSetError:
        return None


def closing_question(term: Term, kept: Kept | None, closing: Closing | None, today: dt.date) -> ClosingQuestion:
    return ClosingQuestion(
        term=term,
        today=today,
        earlier=earlier_open_term(term),
        faults=None if kept is None else len(kept.report.faults),
        proposer=closing.proposed_by if closing is not None and closing.closed_at is None else None,
    )


@transaction.atomic
def propose_closing(
    term: Term, digest: str, treasurer: Person, *, nursery: Nursery, now: dt.datetime, today: dt.date
) -> Closing:
    """The treasurer has seen what the figures are (`digest` is of their inputs); the trustees are asked to look.
    Raises Refused, ClosingChanged."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    closing = Closing.objects.select_related("proposed_by").filter(term=term).first()
    kept = _looked_at(term, closing, digest, nursery, today, me=None)
    made = Closing.objects.create(
        nursery=nursery, term=term, proposed_by=treasurer, proposed_at=now, proposed_digest=kept.inputs_digest
    )
    record_change(ChangeVerb.PROPOSED, term, nursery=nursery, actor=treasurer, now=now, after={"inputs_digest": digest})
    _tell(messages.CLOSING_PROPOSED, made, [t for t in trustees(today) if t.pk != treasurer.pk], now)
    return made


@transaction.atomic
def withdraw_closing(closing: Closing, actor: Person, word: str, *, nursery: Nursery, now: dt.datetime) -> Term:
    """Back to the treasurer, with a word from whoever has looked; or the treasurer takes it back. Raises Refused."""
    found = Closing.objects.select_for_update(of=("self",)).select_related("term", "proposed_by").filter(pk=closing.pk)
    closing = _still_proposed(found.first())
    term, proposer = closing.term, closing.proposed_by
    record_change(ChangeVerb.SENT_BACK, term, nursery=nursery, actor=actor, now=now, reason=word)
    if proposer.pk != actor.pk:
        _tell(messages.CLOSING_SENT_BACK, closing, [proposer], now)
    closing.delete()
    return term


@transaction.atomic
def confirm_closing(
    closing: Closing, digest: str, trustee: Person, *, nursery: Nursery, now: dt.datetime, today: dt.date
) -> Closing:
    """Closed for good: what is kept is what the trustee has seen (`digest` is of its inputs), and what is there.

    From the first statement nobody writes what happened in this nursery; who does so now is waited for. Raises
    Refused, ClosingChanged.
    """
    settle_alone(nursery)
    found = Closing.objects.select_for_update(of=("self",)).select_related("term", "proposed_by").filter(pk=closing.pk)
    closing = _still_proposed(found.first())
    kept = _looked_at(closing.term, closing, digest, nursery, today, me=trustee)
    closing.confirmed_by, closing.closed_at, closing.engine = trustee, now, METHOD
    closing.inputs, closing.inputs_digest = zlib.compress(kept.inputs, _FASTEST_THAT_IS_SMALL), kept.inputs_digest
    closing.tally = tally_kept(kept.inputs)
    closing.document, closing.document_digest = kept.document, kept.document_digest
    closing.save()
    Term.objects.filter(pk=closing.term_id).update(closed_at=now)
    record_change(
        ChangeVerb.CLOSED,
        closing.term,
        nursery=nursery,
        actor=trustee,
        now=now,
        after={"inputs_digest": kept.inputs_digest, "document_digest": kept.document_digest},
    )
    told = {person.pk: person for person in (*told_of_closings(today), closing.proposed_by)}
    _tell(messages.TERM_CLOSED, closing, [person for pk, person in told.items() if pk != trustee.pk], now)
    return closing


def _looked_at(
    term: Term, closing: Closing | None, digest: str, nursery: Nursery, today: dt.date, me: Person | None
) -> Kept:
    """What was looked at, worked out anew, where it may be closed and is still the same."""
    kept = would_keep(term, nursery=nursery, today=today)
    question = closing_question(term, kept, closing, today)
    refusal = proposal_refusal(question) if me is None else confirmation_refusal(question, me)
    if refusal is not None:
        raise Refused(refusal)
    if kept is None:
        raise LookupError("A term without rules is refused.")
    if kept.inputs_digest != digest:
        raise ClosingChanged(kept)
    return kept


def _still_proposed(closing: Closing | None) -> Closing:
    if closing is None or closing.closed_at is not None:
        raise Refused(
            Refusal(
                "not_proposed",
                _("Nobody proposes this any more."),
                _("Somebody has confirmed it or sent it back meanwhile. Look at the term as it is now."),
                override=False,
            )
        )
    return closing


def _tell(kind: str, closing: Closing, people: list[Person], now: dt.datetime) -> None:
    queue_message(
        nursery=closing.nursery,
        kind=kind,
        people=people,
        subject=closing.term.public_id,
        occasion=closing.public_id,
        due_at=now,
        now=now,
    )
