"""Money: dated rates, what paid people cost, what running parent duty costs, and what families paid less.

Pay is for the manager, the treasurer and the nursery file; it is shown beside no shift (domain 01).
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned


class Scenario(models.TextChoices):
    ALL = "", _("all")
    LOW = "low", _("low")
    CENTRAL = "central", _("central")
    HIGH = "high", _("high")


class Rate(NurseryOwned):
    """What an hour of a duty (or of a programme task) would have cost, from a day on, with its source.

    `wage` is money an hour; `holiday`, `ni` and `pension` are parts of it; `bought` is `s`, the part that the
    nursery would have bought (empty: 1 for care, 0 for a task). Domain 03.
    """

    key = models.CharField(max_length=80)
    scenario = models.CharField(max_length=7, choices=Scenario.choices, blank=True, default=Scenario.ALL)
    starts = models.DateField()
    wage = models.DecimalField(max_digits=12, decimal_places=6)
    holiday = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    ni = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    pension = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    bought = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    source = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key", "scenario", "starts"], name="rate_day"),
            models.CheckConstraint(
                condition=Q(wage__gte=0, holiday__gte=0, ni__gte=0, pension__gte=0), name="rate_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(bought__isnull=True) | Q(bought__gte=0, bought__lte=1), name="rate_bought_a_part"
            ),
        ]


class Pay(NurseryOwned):
    """What an hour of a paid person costs the nursery, from a day on."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pay")
    starts = models.DateField()
    hourly_cost = models.DecimalField(max_digits=12, decimal_places=6)

    class Meta:
        verbose_name_plural = "pay"
        constraints = [
            models.UniqueConstraint(fields=["person", "starts"], name="pay_day"),
            models.CheckConstraint(condition=Q(hourly_cost__gte=0), name="pay_not_negative"),
        ]


class ProgrammeEntry(NurseryOwned):
    """What it costs to run parent duty: either hours at a rate, or an amount."""

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

    date = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=4)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="fee_relief_not_negative")]
