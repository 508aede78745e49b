"""What has been looked at already."""

from django.db import models

from nursery.owned import NurseryOwned


class LookedAt(NurseryOwned):
    """The last day, by the nursery's own calendar, on which a daily kind was asked what is due there."""

    kind = models.CharField(max_length=60)
    day = models.DateField()

    class Meta:
        verbose_name_plural = "looked at"
        constraints = [models.UniqueConstraint(fields=["nursery", "kind"], name="one_last_look_a_kind")]
