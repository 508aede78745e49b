"""A nursery in the making: what somebody has said of it so far. It becomes a nursery by the import of its file."""

from django.db import models

from accounts.scope import AccountOwned
from nursery.public_ids import PublicIdField


class Draft(AccountOwned):
    """Belongs to an account, which alone sees it.

    `answers` is what was said step by step; a nursery file is made of it (`founding.rules.document`). Or `document` is
    a nursery file that was sent, whole and without a fault when it came.
    """

    public_id = PublicIdField()
    answers = models.JSONField(default=dict)
    document = models.JSONField(null=True)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["touched_at"], name="draft_touched")]
