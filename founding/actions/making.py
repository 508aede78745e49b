"""From a draft to a nursery."""

import datetime as dt
import logging

from django.db import transaction

from accounts.actions import link_people
from accounts.models import Account
from founding.actions.drafts import lock_draft
from founding.models import Draft
from founding.queries.drafts import free_address, is_taken, proven_addresses, whole_document
from founding.rules.address import address_refusal
from founding.rules.founder import with_founder
from nursery.models import Nursery
from nursery.refusal import refuse
from portability.faults import NurseryFileError
from portability.importing import HERE_ALREADY, import_document

logger = logging.getLogger(__name__)


@transaction.atomic
def make_nursery(draft: Draft, account: Account, *, slug: str, name: str, today: dt.date) -> Nursery:
    """Take in the draft's nursery file at the address `slug`, its founder being a manager in it (entered by `name`, if
    nobody in it has their address), and be done with the draft. All of it or nothing.

    Raises Refused for the address, NurseryFileError for the file, Draft.DoesNotExist where it has been made already.
    """
    found = lock_draft(draft)
    refuse(address_refusal(slug, taken=is_taken(slug), free=free_address(slug)))
    addresses = proven_addresses(account)
    document = with_founder(whole_document(found, addresses, today), addresses, name)
    try:
        nursery = import_document(document | {"nursery": document["nursery"] | {"slug": slug}}, new=True)
    except NurseryFileError as error:
        if error.faults == [HERE_ALREADY]:  # taken since we looked
            refuse(address_refusal(slug, taken=True, free=free_address(slug)))
        raise
    link_people(account, today)
    found.delete()
    logger.info("%s is a nursery now.", nursery.slug)
    return nursery
