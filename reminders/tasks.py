"""What beat and the actions ask Celery for. A task carries ids alone and may be lost, doubled or late."""

from celery import shared_task

from nursery.dates import now as clock
from reminders import actions

# Together less than beat's minute, so that sweeps do not pile up; what is left, the next one finds.
_PLAN_SECONDS = 20
_DELIVER_SECONDS = 30
_SOFT, _HARD = 240, 270


@shared_task(ignore_result=True, soft_time_limit=_SOFT, time_limit=_HARD)
def deliver_due() -> None:
    """The sweep, every minute: plan what has become due, then deliver whatever waits in any nursery."""
    actions.plan_everything(clock(), seconds=_PLAN_SECONDS)
    actions.note_sweep(clock())
    actions.deliver_waiting(clock(), seconds=_DELIVER_SECONDS)


@shared_task(ignore_result=True, soft_time_limit=_SOFT, time_limit=_HARD)
def deliver_waiting(nursery_id: int) -> None:
    """Woken by an action: deliver what waits in its nursery."""
    actions.deliver_waiting(clock(), seconds=_DELIVER_SECONDS, only=nursery_id)
