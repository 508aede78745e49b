"""What is measured of planning: a whole term made and filled from patterns and standing turns."""

import datetime as dt
from collections.abc import Callable
from time import perf_counter

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench.figures import row, spread, title

TIMES = 5


def planning() -> None:
    from tests.builders import House  # noqa: PLC0415 - models are there after django.setup()

    title("Making a term of thirteen weeks, every place filled by a standing turn")
    for label, slug, patterns in (("about Bluebell", "planned", 4), ("ten times that", "planned-tenfold", 40)):
        _make(House(slug=slug, name=slug), label, patterns)


def _make(house, label: str, patterns_a_day: int) -> None:
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from rota.actions.planning import make_shifts  # noqa: PLC0415
    from rota.models import StandingTurn  # noqa: PLC0415

    now = timezone.now()
    today = timezone.localdate()
    clock, queries = [], []
    with nursery_scope(house.nursery):
        house.half_term.delete()
        house.term.starts = today + dt.timedelta(days=7)
        house.term.ends = house.term.starts + dt.timedelta(weeks=13, days=-1)
        house.term.save()
        manager = house.manager()
        for weekday in range(5):
            for number in range(patterns_a_day):
                pattern = house.pattern(
                    weekday=weekday, starts=dt.time(8, number), paid_places=1, parent_places=1, room=house.room
                )
                for kind, person in (("paid", house.staff(f"Staff {number}")), ("parent", house.parent(f"P {number}"))):
                    StandingTurn.objects.create(nursery=house.nursery, pattern=pattern, kind=kind, person=person)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute
    for _ in range(TIMES):
        with transaction.atomic(), nursery_scope(house.nursery), CaptureQueriesContext(connection) as captured:
            began = perf_counter()
            done = make_shifts(house.nursery, [house.term], manager, now=now)
            clock.append((perf_counter() - began) * 1000)
            transaction.set_rollback(True)
        queries.append(len(captured))
    row(f"{label}: {done.made} shifts, {done.filled} bookings", spread(clock), "2 s")
    row(f"{label}: queries", str(queries[-1]))


PARTS: dict[str, Callable[[], None]] = {"planning": planning}
