"""The record of what a run started, which the next run reads after a `kill -9`."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from nursery.embedded.processes import Record, start_time


def test_what_a_killed_run_left_behind_is_ended(tmp_path: Path):
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    record = Record(tmp_path / "processes.json")
    record.write([left.pid])
    assert record.end_leftovers() == 1
    assert left.wait(10) == -signal.SIGTERM


def test_a_stranger_with_a_used_number_is_left_alone(tmp_path: Path):
    record = Record(tmp_path / "processes.json")
    (tmp_path / "processes.json").write_text(f'[{{"pid": {os.getpid()}, "started": "1"}}]')
    assert record.end_leftovers() == 0
    assert start_time(os.getpid()) is not None
