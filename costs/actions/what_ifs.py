"""Keeping a what-if under a name, and letting it go again."""

import datetime as dt
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from accounts.models import Person
from costs.actions.changes import record_change
from costs.models import Change, ChangeVerb, WhatIf
from nursery.models import Nursery, Term


@transaction.atomic
def keep_what_if(
    name: str, term: Term, changes: Mapping[str, str], *, nursery: Nursery, actor: Person, now: dt.datetime
) -> WhatIf:
    kept = WhatIf.objects.create(nursery=nursery, name=name, term=term, changes=dict(changes), by=actor, at=now)
    record_change(ChangeVerb.ADDED, kept, nursery=nursery, actor=actor, now=now, after=_written(kept))
    return kept


@transaction.atomic
def rename_what_if(kept: WhatIf, name: str, *, nursery: Nursery, actor: Person, now: dt.datetime) -> None:
    kept = WhatIf.objects.select_for_update().get(pk=kept.pk)
    if kept.name == name:
        return
    before, kept.name = kept.name, name
    kept.save(update_fields=["name"])
    record_change(
        ChangeVerb.CHANGED, kept, nursery=nursery, actor=actor, now=now, before={"name": before}, after={"name": name}
    )


@transaction.atomic
def remove_what_if(kept: WhatIf, *, nursery: Nursery, actor: Person, now: dt.datetime) -> None:
    kept = WhatIf.objects.select_for_update().select_related("term", "by").get(pk=kept.pk)
    record_change(ChangeVerb.REMOVED, kept, nursery=nursery, actor=actor, now=now, before=_written(kept))
    kept.delete()


@transaction.atomic
def put_back_what_if(public_id: str, *, nursery: Nursery, actor: Person, now: dt.datetime) -> WhatIf | None:
    """What was removed, as it was; None where there is no such thing, or its term or who kept it is gone. Asked
    twice, it is put back once."""
    removed = Change.objects.filter(thing=WhatIf._meta.model_name, about=public_id, verb=ChangeVerb.REMOVED)
    was = removed.select_for_update().order_by("-at", "-pk").values_list("before", flat=True).first()
    if was is None:
        return None
    there = WhatIf.objects.filter(public_id=public_id).first()
    if there is not None:
        return there
    term = Term.objects.filter(key=was["term"]).first()
    by = Person.objects.filter(key=was["by"]).first()
    if term is None or by is None:
        return None
    kept = WhatIf.objects.create(
        nursery=nursery,
        public_id=public_id,
        name=was["name"],
        term=term,
        changes=dict(parse_qsl(was["changes"])),
        by=by,
        at=dt.datetime.fromisoformat(was["at"]),
    )
    record_change(ChangeVerb.ADDED, kept, nursery=nursery, actor=actor, now=now, after=_written(kept))
    return kept


def _written(kept: WhatIf) -> dict[str, str]:
    return {
        "name": kept.name,
        "term": kept.term.key,
        "changes": urlencode(kept.changes),
        "by": kept.by.key,
        "at": kept.at.isoformat(),
    }
