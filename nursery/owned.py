"""What every row of a nursery has in common: it carries its nursery and is found only inside its scope."""

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django_scopes import ScopedManager

_Row = TypeVar("_Row", bound=models.Model, covariant=True)

if TYPE_CHECKING:

    class NurseryManager(models.Manager[_Row]):
        """As type checkers see it."""
else:

    class NurseryManager(type(ScopedManager(nursery="nursery"))):
        """A manager whose queries fail outside `nursery_scope()`: the first wall.

        django-scopes makes its manager class inside a function, hence the two faces.
        """


class NurseryOwned(models.Model):
    """A row that belongs to exactly one nursery."""

    nursery = models.ForeignKey("nursery.Nursery", on_delete=models.CASCADE, related_name="+")

    objects = NurseryManager()

    class Meta:
        abstract = True
