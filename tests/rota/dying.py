"""A process that does one thing on the rota and is killed in the middle of it.

`python -m tests.rota.dying` sets Django up once and then waits for lines on its standard input, each a JSON object:
what to do, with whom, and before which statement to stop. For each it forks a child that does it on a connection of
its own. Before its n-th statement the child writes its process id and the statement, and waits: whoever reads the
line kills it there. `n` is counted from 1; one past the last statement stops before the commit, two past it after.
A last line says that the child has ended.
"""

import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.db import connection


def main() -> None:
    django.setup()
    from nursery.celery import app  # noqa: PLC0415 - after django.setup()

    app.conf.update(broker_url="memory://")
    _say(ready=True)
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(wanted)
            os._exit(0)
        os.waitpid(child, 0)
        _say(ended=True)


def _say(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _stop(statement: str) -> None:
    _say(pid=os.getpid(), statement=statement)
    signal.pause()


def _run(wanted: dict[str, Any]) -> None:
    from nursery.models import Nursery  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415

    seen = 0

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == wanted["before"]:
            _stop(sql)
        return execute(sql, params, many, context)

    nursery = Nursery.objects.get(slug="bluebell")
    with connection.execute_wrapper(count):
        with nursery_scope(nursery):
            nursery.policy  # noqa: B018 - as a page has it
            _do(wanted, nursery, dt.datetime.fromisoformat(wanted["now"]))
            if seen + 1 == wanted["before"]:
                _stop("COMMIT")
        if seen + 2 == wanted["before"]:
            _stop("after the commit")


def _do(wanted: dict[str, Any], nursery: Any, now: dt.datetime) -> None:
    from accounts.models import Person  # noqa: PLC0415
    from rota.actions.absence import enter_absence  # noqa: PLC0415
    from rota.actions.cover import approve_offer  # noqa: PLC0415
    from rota.actions.swap import accept_swap  # noqa: PLC0415
    from rota.models import Offer, Swap  # noqa: PLC0415

    me = Person.objects.get(pk=wanted["person"])
    match wanted["do"]:
        case "approve":
            offer = Offer.objects.select_related("place__shift", "person").get(pk=wanted["subject"])
            approve_offer(offer, me, nursery=nursery, now=now)
        case "swap":
            accept_swap(Swap.objects.get(pk=wanted["subject"]), me, nursery=nursery, now=now)
        case "absence":
            first, last = map(dt.date.fromisoformat, wanted["days"])
            enter_absence(me, first, last, me, nursery=nursery, now=now)


if __name__ == "__main__":
    main()
