"""Random names for rows in URLs, so that an address gives away no count and no order."""

import secrets
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# No vowels, so that chance spells no word; no look-alikes, so that one can be read out over the telephone.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
_LENGTH = 12


def new_public_id() -> str:
    """Twelve characters, about 58 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


class PublicIdField(models.CharField):  # type: ignore[type-arg]  # Django's own is not subscriptable
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=_LENGTH, default=new_public_id, unique=True, editable=False)
        super().__init__(*args, **kwargs)


def nameless_public_id() -> models.Field:  # type: ignore[type-arg]
    """The field as a table that has rows already gets it first: empty, until `fill_public_ids` has run."""
    return models.CharField(max_length=_LENGTH, null=True, editable=False)


def fill_public_ids(app: str, *names: str) -> migrations.RunPython:
    """A migration operation that gives every row of these models its random name; going back leaves them."""

    def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for name in names:
            # By the connection that migrates, the owner's: the app's own would see no row of any nursery.
            rows = apps.get_model(app, name)._base_manager.using(editor.connection.alias)
            while batch := list(rows.filter(public_id=None).only("pk")[:1000]):
                for row in batch:
                    row.public_id = new_public_id()
                rows.bulk_update(batch, ["public_id"])

    return migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)
