"""Who may be invited, how somebody stands towards joining, and whether an invitation still works."""

import datetime as dt
from enum import StrEnum

from django.utils.translation import gettext as _

from accounts.models import Account, Person
from accounts.queries import plain_address
from membership.models import Invitation
from nursery.refusal import Refusal

LASTS = dt.timedelta(days=14)
MOST_REMARKS = 5  # of one invitation


class Standing(StrEnum):
    LEFT = "left"
    JOINED = "joined"
    NO_ADDRESS = "no_address"
    NOT_INVITED = "not_invited"
    INVITED = "invited"
    OPENED = "opened"  # invited, and a browser has shown the page
    RAN_OUT = "ran_out"
    RECALLED = "recalled"


def standing_of(person: Person, latest: Invitation | None, now: dt.datetime, today: dt.date) -> Standing:
    """`latest` is the last invitation of theirs."""
    if person.left is not None and person.left < today:
        return Standing.LEFT
    if person.account_id is not None:
        return Standing.JOINED
    if not plain_address(person.email):
        return Standing.NO_ADDRESS
    # One to another address is none to this one; one that was used belongs to an account that is gone.
    if latest is None or latest.used_at is not None or latest.email != plain_address(person.email):
        return Standing.NOT_INVITED
    if latest.recalled_at is not None:
        return Standing.RECALLED
    if not latest.works_at(now):
        return Standing.RAN_OUT
    return Standing.INVITED if latest.opened_at is None else Standing.OPENED


def invite_refusal(person: Person, today: dt.date) -> Refusal | None:
    name = {"name": person.short_name}
    if person.left is not None and person.left < today:
        return Refusal("left", _("%(name)s has left.") % name, override=False)
    if person.account_id is not None:
        return Refusal("joined", _("%(name)s has joined already, and can sign in.") % name, override=False)
    if not plain_address(person.email):
        return Refusal(
            "no_address",
            _("No e-mail address of %(name)s is known.") % name,
            _("Enter it first; the invitation goes there."),
            override=False,
        )
    return None


def ended_refusal(found: Invitation | None, person: Person, now: dt.datetime) -> Refusal | None:
    """Why the link of an invitation works no more; `found` is None where it is gone, or another's."""
    sign_in = _("Sign in with your e-mail address: we send you a code, and you need nothing else.")
    if found is None:
        return Refusal("gone", _("This invitation is no more."), _("Ask the nursery for another."), override=False)
    if found.used_at is not None or person.account_id is not None:
        return Refusal("used", _("You have joined already, thank you."), sign_in, override=False)
    if found.recalled_at is not None:
        return Refusal(
            "recalled",
            _("The nursery has taken this invitation back."),
            _("If there is a newer one in your mail, use that; if not, ask the nursery."),
            override=False,
        )
    if found.email != plain_address(person.email):
        return Refusal(
            "other_address",
            _("The nursery has another address of yours by now."),
            _("Look there for a newer invitation, or ask for one."),
            override=False,
        )
    if not found.works_at(now):
        return Refusal(
            "ran_out",
            _("This invitation has run out."),
            _("Ask the nursery for another; it takes them one press."),
            override=False,
        )
    return None


def not_theirs_refusal(account: Account | None, visitor: Account | None, person: Person) -> Refusal | None:
    """`account` is whose the invited address is, `visitor` who is signed in."""
    if visitor is None or visitor == account:
        return None
    return Refusal(
        "not_theirs",
        _("This invitation is for %(name)s, and you are signed in with another address.") % {"name": person.short_name},
        _("If you are %(name)s, sign out first, then follow the link again.") % {"name": person.short_name},
        override=False,
    )


def closed_account_refusal(account: Account | None) -> Refusal | None:
    if account is None or account.is_active:
        return None
    return Refusal("closed", _("This account is closed."), _("Ask the nursery if that is a surprise."), override=False)


def remark_refusal(number: int) -> Refusal | None:
    """`number` is how many of this invitation there are already."""
    if number < MOST_REMARKS:
        return None
    return Refusal(
        "enough",
        _("You have told them several times already."),
        _("Speak to the nursery, or come in all the same: nothing is settled by it."),
        override=False,
    )
