"""Housekeeping of drafts."""

from celery import shared_task

from founding.actions.drafts import clear_old_drafts, clear_unused_accounts
from nursery import dates


@shared_task
def clear_drafts() -> None:
    """Nurseries in the making that nobody has touched for ninety days go, with all that was typed into them; and
    accounts that were opened for an address and never used."""
    clear_old_drafts(dates.now())
    clear_unused_accounts(dates.now())
