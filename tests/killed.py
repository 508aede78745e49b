"""A process that is told what to do, and ended by SIGKILL in the middle of it.

What it runs is a module that reads lines of JSON, does each in a child of its own, says where the child stands
({"pid": …, "statement": …}) when it is to be killed there, and that it has ended (tests/rota/dying.py).
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import connections

from tests.databases import SECRET

ROOT = Path(__file__).resolve().parents[1]


class Process:
    """The process that dies again and again; `more` is added to its environment."""

    def __init__(self, module: str, **more: str) -> None:
        database = connections["default"].settings_dict
        address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
        ours = {"DATABASE_URL": address, "SECRET_KEY": SECRET, "DJANGO_SETTINGS_MODULE": "nursery.settings"}
        self._child = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=kept | ours | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._read() == {"ready": True}

    def _read(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        assert line, "the process has ended"
        said: dict[str, Any] = json.loads(line)
        return said

    def killed_before(self, statement: int, **what: Any) -> str | None:
        """Do `what`, kill it before that statement; which it was, or None where it had ended before."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(what | {"before": statement}) + "\n")
        self._child.stdin.flush()
        said = self._read()
        if "pid" not in said:
            return None
        os.kill(said["pid"], signal.SIGKILL)
        assert self._read() == {"ended": True}
        return str(said["statement"])

    def close(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait(30)
