"""`script/bench`."""

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import machine

_VAR = tempfile.TemporaryDirectory(prefix="turnabout-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nursery.settings")
os.environ["TURNABOUT_VAR"] = _VAR.name
os.environ.setdefault("LOG_LEVEL", "ERROR")

from tests.bench import costs, inprocess, many, minute, papers, planning, reminders, whole  # noqa: E402 - the settings read the environment above
from tests.bench.tenfold import multiplied  # noqa: E402

INSIDE = inprocess.PARTS | papers.PARTS | planning.PARTS | costs.PARTS | minute.PARTS | reminders.PARTS | many.PARTS
PARTS = ("start", *INSIDE)

BRING_THEIR_OWN = {
    "start",
    "bookings",
    "offers",
    "feed",
    "planning",
    "costs",
    "minute",
    "reminders",
}  # parts that look at no opened nursery


def main() -> None:
    wanted = sys.argv[1:] or [part for part in PARTS if part != "many"]
    unknown = set(wanted) - set(PARTS)
    if unknown:
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    print(machine())
    if "start" in wanted:
        os.environ.pop("TURNABOUT_VAR")
        whole.start()
    if set(wanted) & set(INSIDE):
        os.environ["TURNABOUT_VAR"] = _VAR.name
        with inprocess.database():
            if set(wanted) - BRING_THEIR_OWN:
                _open_nurseries()
            for name, part in INSIDE.items():
                if name in wanted:
                    part()


def _open_nurseries() -> None:
    """Bluebell as the demo opens it today, and ten times of it."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    call_command("open_demo", verbosity=0)
    exported = Path(_VAR.name) / "bluebell.json"
    call_command("export_nursery", "bluebell", "--output", str(exported))
    document = multiplied(json.loads(exported.read_text()), 10)
    document["nursery"] |= {"slug": "tenfold", "name": "Ten times Bluebell"}
    tenfold = Path(_VAR.name) / "tenfold.json"
    tenfold.write_text(json.dumps(document))
    call_command("import_nursery", str(tenfold), verbosity=0)
    # What autovacuum does within a minute of so many new rows.
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
