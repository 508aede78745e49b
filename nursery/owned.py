"""What every row of a nursery has in common: it carries its nursery and is found only inside its scope."""

from typing import Any, ClassVar, Self, cast

from django.db import models
from django_scopes import ScopedManager


def scoped_manager() -> models.Manager[Any]:
    """A manager whose queries fail outside `nursery_scope()`: the first wall."""
    return cast(models.Manager[Any], ScopedManager(nursery="nursery"))


class NurseryOwned(models.Model):
    """A row that belongs to exactly one nursery."""

    nursery = models.ForeignKey("nursery.Nursery", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Self]] = scoped_manager()

    class Meta:
        abstract = True
