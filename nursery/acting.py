"""Who acts, told to PostgreSQL for as long as a transaction lasts, so that what it writes down says so.

By which way and from where something is done is known before anything is (`acting`), and goes with the statement that
opens a nursery's scope. Who does it is known later, and told by one of its own (`acts`), where something may be done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class By(models.TextChoices):
    """The ways in which something is done."""

    PAGE = "page", _("on a page")
    LINK = "link", _("by a link in a message")
    COMMAND = "command", _("by a command")
    TASK = "task", _("by a task")
    IMPORT = "import", _("by a nursery file")


_here: ContextVar[tuple[str, str]] = ContextVar("acting", default=("", ""))


@contextmanager
def acting(by: By, origin: str) -> Iterator[None]:
    """Scopes that are opened inside are of `by`, from `origin`: a page's name in the URLs, a link's purpose, or the
    name of a command or task. What is outside of all is recorded as unknown."""
    token = _here.set((str(by), origin))
    try:
        yield
    finally:
        _here.reset(token)


def way() -> tuple[str, str]:
    """By which way, and from where; both empty where nobody has said."""
    return _here.get()


def tell_way() -> None:
    """To the transaction that is open, for what is written before there is a scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('turnabout.by', %s, true), set_config('turnabout.origin', %s, true)", way())


def acts(nursery: int, person: int) -> None:
    """From here to the transaction's end it is `person` who acts, in rows of their own `nursery` alone (both ids)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('turnabout.actor', %s, true)", [f"{nursery}:{person}"])
