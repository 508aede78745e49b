import datetime as dt
from collections.abc import Mapping

from django.db import models

from accounts.models import Person
from costs.models import Change, ChangeVerb
from nursery.models import Nursery

Written = Mapping[str, str | int | bool | None]


def record_change(
    verb: ChangeVerb,
    about: models.Model,
    *,
    nursery: Nursery,
    actor: Person,
    now: dt.datetime,
    before: Written | None = None,
    after: Written | None = None,
    reason: str = "",
) -> None:
    """Add what was done to `about`, a row with a public id, in the transaction of the action that did it."""
    Change.objects.create(
        nursery=nursery,
        at=now,
        actor=actor,
        verb=verb,
        thing=about._meta.model_name or "",
        about=about.public_id,  # type: ignore[attr-defined]
        before=before and dict(before),
        after=after and dict(after),
        reason=reason,
    )
