"""What is due in all nurseries, each person in a transaction of their own, so that one fault leaves nobody half erased
and keeps nobody else."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from nursery.dates import local_day
from nursery.models import Nursery
from nursery.scope import nursery_scope
from rights.actions.erasing import erase_child, erase_family, erase_person, forget_old, forget_what_only_served
from rights.models import Erasure
from rights.queries.due import due_in, old_invitations, old_messages, old_remarks

logger = logging.getLogger(__name__)


class ErasingFailedError(RuntimeError):
    """Some of what was due could not be erased; the log says why, and the next night tries again."""


@dataclass(slots=True)
class Night:
    """What was done in one nursery, and what was due where nothing was to be done (`due`, by what)."""

    slug: str
    done: list[Erasure] = field(default_factory=list)
    due: dict[str, int] = field(default_factory=dict)
    failed: int = 0


def erase_due(now: dt.datetime, *, only: str = "", dry: bool = False) -> list[Night]:
    """In every nursery, or in that of the slug `only`; with `dry` nothing is written. Raises ErasingFailedError when
    all the others are done."""
    nurseries = Nursery.objects.order_by("slug")
    nights = [
        _night(nursery, now, dry=dry) for nursery in (nurseries.filter(slug=only) if only else nurseries.iterator())
    ]
    if failed := sum(night.failed for night in nights):
        raise ErasingFailedError(f"{failed} could not be erased; what PostgreSQL said is in the log.")
    return nights


def _night(nursery: Nursery, now: dt.datetime, *, dry: bool) -> Night:
    today = local_day(now, nursery.zone)
    night = Night(nursery.slug)
    if dry:
        with nursery_scope(nursery):
            due = due_in(nursery, today)
            night.due = {
                "people": len(due.people),
                "children": len(due.children),
                "families": len(due.families),
                "messages": old_messages(nursery, today).count(),
                "invitations": old_invitations(nursery, today).count(),
                "notes": old_remarks(nursery, today).count(),
            }
        return night
    steps: list[tuple[Callable[..., Erasure | None], str]] = [
        (erase_person, "people"),
        (erase_child, "children"),
        (erase_family, "families"),
    ]
    for erase, of in steps:
        # Anew each time: a family has no name to lose before its last child has none.
        with nursery_scope(nursery):
            pks = list(getattr(due_in(nursery, today), of))
        for pk in pks:
            with _each(night, nursery, f"{of} {pk}"):
                _done(night, erase(pk, nursery=nursery, now=now, today=today))
    with _each(night, nursery, "leavers"):
        _done(night, forget_what_only_served(due_in(nursery, today).leavers, nursery=nursery, now=now))
    with _each(night, nursery, "old messages"):
        _done(night, forget_old(nursery=nursery, now=now, today=today))
    return night


def _done(night: Night, erasure: Erasure | None) -> None:
    if erasure is not None:
        night.done.append(erasure)


@contextmanager
def _each(night: Night, nursery: Nursery, what: str) -> Iterator[Any]:
    """A transaction and a scope of its own. What fails is taken back whole, told, and counted."""
    try:
        with transaction.atomic(), nursery_scope(nursery):
            yield
    except Exception:  # the others are erased all the same; `erase_due` raises at the end
        logger.exception("In %s, %s could not be erased.", nursery.slug, what)
        night.failed += 1
