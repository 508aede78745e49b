"""What running parent duty costs, and what families paid less."""

from django.db import models
from django.db.models import Q

from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class ProgrammeEntry(NurseryOwned):
    """What it costs to run parent duty: either hours at a rate, or an amount."""

    public_id = PublicIdField()
    date = models.DateField()
    kind = models.CharField(max_length=80)
    hours = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    rate = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "programme entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=False, hours__isnull=True, rate="")
                | (Q(amount__isnull=True, hours__isnull=False) & ~Q(rate="")),
                name="programme_hours_at_a_rate_or_an_amount",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gte=0)) & (Q(hours__isnull=True) | Q(hours__gte=0)),
                name="programme_not_negative",
            ),
        ]


class FeeRelief(NurseryOwned):
    """What families together paid less because of the rota. Never one family's."""

    public_id = PublicIdField()
    date = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=4)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="fee_relief_not_negative")]
