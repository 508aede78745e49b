"""Random names for rows in URLs, so that an address gives away no count and no order."""

import secrets
from typing import Any

from django.db import models

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
