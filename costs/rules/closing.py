"""Who may close a term, and when (domain 03): the treasurer proposes, a trustee confirms; what is missing stops it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from nursery.models import Term
from nursery.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ClosingQuestion:
    """`earlier` is the first term before this one that is open; `faults` is how many things are missing from its
    figures, None where no ratio rules are known for its days. `proposer` is whoever has proposed it already."""

    term: Term
    today: dt.date
    earlier: Term | None
    faults: int | None
    proposer: Person | None


def closing_refusal(question: ClosingQuestion) -> Refusal | None:
    """Why the term cannot be closed, whoever asks."""
    term = question.term
    if term.closed_at is not None:
        return _refusal("closed", _("%(term)s is closed already.") % {"term": term.name}, _("Its report is kept."))
    if question.today <= term.ends:
        return _refusal(
            "not_over",
            _("%(term)s is not over yet.") % {"term": term.name},
            _("It can be closed from the day after its last."),
        )
    if question.earlier is not None:
        return _refusal(
            "earlier_open",
            _("%(term)s is still open.") % {"term": question.earlier.name},
            _("Terms are closed in their order: close that one first."),
        )
    if question.faults is None:
        return _refusal(
            "no_rules",
            _("We know no ratio rules for these days, so nobody can say which hours were needed."),
            _("Give the nursery its own in the nursery file (ratio_rules)."),
        )
    if question.faults:
        return _refusal(
            "faults",
            ngettext(
                "%(n)d thing is missing from its figures.",
                "%(n)d things are missing from its figures.",
                question.faults,
            )
            % {"n": question.faults},
            _("Enter it first: afterwards nobody can."),
        )
    return None


def proposal_refusal(question: ClosingQuestion) -> Refusal | None:
    if refusal := closing_refusal(question):
        return refusal
    if question.proposer is not None:
        return _refusal(
            "proposed",
            _("%(term)s is proposed for closing already.") % {"term": question.term.name},
            _("A trustee has been asked to look."),
        )
    return None


def confirmation_refusal(question: ClosingQuestion, me: Person) -> Refusal | None:
    proposer = question.proposer
    if proposer is None and question.term.closed_at is None:
        return _refusal(
            "not_proposed",
            _("Nobody proposes to close %(term)s any more.") % {"term": question.term.name},
            _("The treasurer can propose it again."),
        )
    if proposer is not None and (refusal := second_eyes_refusal(proposer, me)):
        return refusal
    if not me.is_trustee:
        return _refusal("trustee", _("Only a trustee confirms."), _("Ask one of the trustees to look."))
    return closing_refusal(question)


def second_eyes_refusal(first: Person, me: Person) -> Refusal | None:
    """Nobody confirms what they entered themselves, be it as another of the people that their account is."""
    same_account = first.account_id is not None and first.account_id == me.account_id
    if first.pk != me.pk and not same_account:
        return None
    return _refusal(
        "own", _("You entered this yourself, so somebody else has to confirm it."), _("Ask another trustee to look.")
    )


def _refusal(code: str, sentence: str, way_on: str) -> Refusal:
    return Refusal(code, sentence, way_on, override=False)
