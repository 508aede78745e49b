"""What is said about closing terms: no figure is ever in a message."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from costs import messages
from costs.models import Adjustment, Closing
from nursery.models import Nursery, Term
from reminders.kinds import Group, Kind
from reminders.letters import absolute
from reminders.models import Message


def _page(nursery: Nursery, name: str, term: Term) -> str:
    return absolute(reverse(f"costs:{name}", args=[nursery.slug, term.public_id]))


class _AboutTerm(Kind):
    template = "costs/mail/closing"
    group = Group.MONEY
    page = "term_close"

    def concerns(self, person: Person) -> bool:
        return person.reads_costs

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        term = Term.objects.filter(public_id=message.subject).first()
        if term is None or not self.wanted(term, message):
            return None
        return self.words(term) | {"link": _page(message.nursery, self.page, term)}

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        term = Term(nursery=nursery, name=_("Autumn term"))
        return self.words(term) | {"link": _page(nursery, self.page, term)}

    def wanted(self, term: Term, message: Message) -> bool:
        raise NotImplementedError

    def words(self, term: Term) -> dict[str, str]:
        raise NotImplementedError


class ClosingProposed(_AboutTerm):
    name = messages.CLOSING_PROPOSED
    needed = True
    description = gettext_lazy("When a term is proposed for closing and a trustee is asked to look")
    readers = gettext_lazy("to the trustees")
    page = "term_confirm"

    def wanted(self, term: Term, message: Message) -> bool:
        return Closing.objects.filter(term=term, closed_at=None, public_id=message.occasion).exists()

    def words(self, term: Term) -> dict[str, str]:
        return {
            "said": _("Please look: %(term)s is to be closed") % {"term": term.name},
            "more": _(
                "The treasurer proposes to close it. A trustee looks at its report and confirms it, or sends it back"
                " with a word. What is closed cannot be undone."
            ),
            "verb": _("Look at the report"),
        }


class ClosingSentBack(_AboutTerm):
    name = messages.CLOSING_SENT_BACK
    description = gettext_lazy("When a trustee sends back a term that you proposed for closing")
    readers = gettext_lazy("to whoever proposed it")

    def wanted(self, term: Term, message: Message) -> bool:
        return not Closing.objects.filter(term=term).exists()  # proposed again, or closed

    def words(self, term: Term) -> dict[str, str]:
        return {
            "said": _("%(term)s was sent back") % {"term": term.name},
            "more": _("A trustee has looked and left a word. Put it right, and propose it again."),
            "verb": _("Read the word"),
        }


class TermClosed(_AboutTerm):
    name = messages.TERM_CLOSED
    description = gettext_lazy("When a term is closed")
    readers = gettext_lazy("to trustees, treasurers and the manager")

    def wanted(self, term: Term, message: Message) -> bool:
        return term.closed_at is not None

    def words(self, term: Term) -> dict[str, str]:
        return {
            "said": _("%(term)s is closed") % {"term": term.name},
            "more": _("Its report is settled and never changes. What turns up later is entered as a correction."),
            "verb": _("See the term"),
        }


class CorrectionEntered(_AboutTerm):
    """The subject is the correction, not the term."""

    name = messages.CORRECTION_ENTERED
    needed = True
    description = gettext_lazy("When a correction of a closed term waits for a second pair of eyes")
    readers = gettext_lazy("to the trustees and treasurers who may confirm it")

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        found = Adjustment.objects.select_related("about").filter(public_id=message.subject, confirmed_at=None).first()
        return None if found is None else self.words(found.about) | self._link(message.nursery)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return self.words(Term(nursery=nursery, name=_("Autumn term"))) | self._link(nursery)

    def _link(self, nursery: Nursery) -> dict[str, str]:
        return {"link": absolute(reverse("costs:corrections", args=[nursery.slug]))}

    def words(self, term: Term) -> dict[str, str]:
        return {
            "said": _("Please look: a correction of %(term)s") % {"term": term.name},
            "more": _("It counts once another trustee or treasurer has confirmed it."),
            "verb": _("Look at it"),
        }


KINDS = [ClosingProposed, ClosingSentBack, TermClosed, CorrectionEntered]
