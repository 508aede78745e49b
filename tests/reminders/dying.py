"""A process that makes passes of planning and sending (`manage.py send_reminders`), each stopped somewhere in it.

For each line on its standard input, {"now": …, "before": n}, a child makes a pass on a connection of its own. Before
the n-th step (counted from 1) it writes its process id and the step, and waits to be killed there. A step is a
statement, a commit, a line to the mail server, or the hearing of its answer. See tests/killed.py.
"""

import json
import os
import signal
import smtplib
import sys
import threading
from collections.abc import Callable
from typing import Any

import django
from django.core.checks.urls import check_url_config
from django.core.management import call_command
from django.db import connection


def main() -> None:
    django.setup()
    check_url_config(None)  # reads every page's code once, which a child that writes a letter would read anew
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
    sys.__stdout__.write(json.dumps(what) + "\n")
    sys.__stdout__.flush()


class Steps:
    """Counts; the one that is wanted is the last."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._lock = threading.Lock()

    def come(self, step: str) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                _say(pid=os.getpid(), statement=step)
                signal.pause()


def _run(wanted: dict[str, Any]) -> None:
    steps = Steps(wanted["before"])

    def statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        steps.come(sql)
        return execute(sql, params, many, context)

    def around(owner: Any, name: str, before: Callable[..., str] | None, after: Callable[..., str] | None) -> None:
        really = getattr(owner, name)

        def call(*arguments: Any) -> Any:
            if before is not None:
                steps.come(before(*arguments))
            result = really(*arguments)
            if after is not None:
                steps.come(after(result))
            return result

        setattr(owner, name, call)

    around(connection, "commit", lambda: "COMMIT", None)
    around(smtplib.SMTP, "send", lambda _server, line: f"to the mail server: {_begins(line)}", None)
    around(smtplib.SMTP, "getreply", None, lambda answer: f"heard: {answer[0]} {_begins(answer[1])}")
    with connection.execute_wrapper(statement):
        call_command("send_reminders", "--now", wanted["now"], stdout=sys.stderr)
    steps.come("after the pass")


def _begins(line: bytes | str) -> str:
    text = line.decode(errors="replace") if isinstance(line, bytes) else line
    return text.split("\r\n")[0][:40]


if __name__ == "__main__":
    main()
