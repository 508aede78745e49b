"""Make an installation ready to serve, doing only what is not done yet."""

import hashlib
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Migrate, gather static files and, in the demo, open the demo nursery; what is done is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        self.began = monotonic()
        owner = connections["owner"]
        executor = MigrationExecutor(owner)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Making the tables …")
            call_command("migrate", verbosity=0)
        owner.close()
        self._gather_static_files()
        if settings.DEMO:
            self._open_demo()

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"         {sentence}")
        self.stdout.flush()

    def _gather_static_files(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".gathered"
        state = self._state_of_static_files()
        if stamp.exists() and stamp.read_text() == state:
            return
        self._say("Gathering and compressing static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state)

    def _state_of_static_files(self) -> str:
        digest = hashlib.sha256()
        for finder in get_finders():
            for path, storage in sorted(finder.list([]), key=lambda item: item[0]):
                found = Path(storage.path(path)).stat()
                digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def _open_demo(self) -> None:
        call_command("open_demo", stdout=self.stdout)
        people = StringIO()
        call_command("demo_people", stdout=people)
        (settings.VAR_DIR / "demo_people.txt").write_text(people.getvalue())
