"""What beat asks for each night."""

from celery import shared_task

from nursery.dates import now as clock
from rights.actions import nightly


@shared_task
def erase_due() -> None:
    """Whoever has been kept long enough, in every nursery. Twice does nothing more."""
    nightly.erase_due(clock())
