"""LibreOffice, without a screen: it opens a workbook, works out every formula anew, and says what it found."""

import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

# By default it believes what a workbook says its formulas come to; a check of the formulas must not.
_ALWAYS_WORK_OUT = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def worked_out(workbook: bytes) -> Any:
    """The workbook as LibreOffice saves it, to be read with openpyxl: what its formulas come to there."""
    with TemporaryDirectory(prefix="turnabout-office-") as folder:
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_WORK_OUT)
        given, found = Path(folder) / "given.xlsx", Path(folder) / "found"
        given.write_bytes(workbook)
        _run([f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "xlsx", "--outdir", str(found), str(given)])
        return openpyxl.load_workbook(BytesIO((found / given.name).read_bytes()), data_only=True)


def _run(arguments: Sequence[str]) -> None:
    program = shutil.which("soffice")
    assert program, "LibreOffice Calc is missing: script/test installs it, or names the command that does"
    subprocess.run([program, "--headless", *arguments], check=True, capture_output=True, timeout=120)
