"""Named reads of drafts, all but one in their account's scope."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from accounts.models import Account, Person
from accounts.queries import plain_address
from founding.models import Draft
from founding.rules.address import candidates
from founding.rules.document import document_of
from nursery.crossing import Crossing, crossing
from nursery.models import RESERVED_SLUGS, Nursery


def drafts_of(account: Account) -> list[Draft]:
    """Theirs, the newest first, with what they are called and without what they hold, which may be megabytes."""
    called = Coalesce(KT("document__nursery__name"), KT("answers__name__name"), Value(""), output_field=TextField())
    found = Draft.objects.filter(account=account).defer("answers", "document").annotate(called=called)
    return list(found.order_by("-touched_at", "-pk"))


def draft_named(account: Account, public_id: str) -> Draft | None:
    """One of theirs, whole."""
    return Draft.objects.filter(account=account, public_id=public_id).first()


def proven_addresses(account: Account) -> list[str]:
    """The addresses that the account has confirmed, the main one first."""
    found = EmailAddress.objects.filter(user=account, verified=True).order_by("-primary", "pk")
    return [plain_address(address) for address in found.values_list("email", flat=True)]


def whole_document(draft: Draft, addresses: Sequence[str], today: dt.date) -> dict[str, Any]:
    """The nursery file that a draft is: as it was sent, or made of what was answered. Of the latter the first step must
    be."""
    if draft.document is not None:
        sent: dict[str, Any] = draft.document
        return sent
    return document_of(draft.answers, addresses[0], settings.LANGUAGE_CODE, today)


def is_taken(slug: str) -> bool:
    return Nursery.objects.filter(slug=slug).exists()


def free_address(wanted: str) -> str:
    """`wanted`, or the next like it that no nursery has; "" where all of these are taken."""
    likely = candidates(wanted)
    taken: Iterable[str] = Nursery.objects.filter(slug__in=likely).values_list("slug", flat=True)
    return next((slug for slug in likely if slug not in {*taken, *RESERVED_SLUGS}), "")


def accounts_of_nobody(accounts: Sequence[int]) -> list[int]:
    """Those of them that are no person anywhere and have no draft (crossings: memberships, drafts)."""
    with crossing(Crossing.MEMBERSHIPS):
        people = set(Person.objects.filter(account__in=accounts).values_list("account", flat=True))
    founders = founders_among(accounts)
    return [account for account in accounts if account not in people | founders]


def founders_among(accounts: Sequence[int]) -> set[int]:
    """Those of them that have a draft (crossing: drafts)."""
    with crossing(Crossing.DRAFTS):
        return set(Draft.objects.filter(account__in=accounts).values_list("account", flat=True))


def accounts_with_drafts_before(moment: dt.datetime) -> list[int]:
    """Whose drafts, by account, were last touched before `moment` (crossing: drafts)."""
    with crossing(Crossing.DRAFTS):
        found = Draft.objects.filter(touched_at__lt=moment).values_list("account", flat=True)
        return sorted(set(found))
