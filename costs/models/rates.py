"""Dated rates, and what paid people cost.

Pay is for the manager, the treasurer and the nursery file; it is shown beside no shift (domain 01).
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class Scenario(models.TextChoices):
    ALL = "", _("all")
    LOW = "low", _("low")
    CENTRAL = "central", _("central")
    HIGH = "high", _("high")


class Rate(NurseryOwned):
    """What an hour of a duty (or of a programme task) would have cost, from a day on, with its source.

    `wage` is money an hour; `holiday`, `ni` and `pension` are parts of it; `bought` is `s`, the part that the
    nursery would have bought (empty: 1 for care, 0 for a task), and `evidence` what shows it: a quote, an invoice.
    Files of before have it inside `source`. Domain 03.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=80)
    scenario = models.CharField(max_length=7, choices=Scenario.choices, blank=True, default=Scenario.ALL)
    starts = models.DateField()
    wage = models.DecimalField(max_digits=12, decimal_places=6)
    holiday = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    ni = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    pension = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    bought = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    source = models.CharField(max_length=500)
    evidence = models.CharField(max_length=500, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

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

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pay")
    starts = models.DateField()
    hourly_cost = models.DecimalField(max_digits=12, decimal_places=6)

    class Meta:
        verbose_name_plural = "pay"
        constraints = [
            models.UniqueConstraint(fields=["person", "starts"], name="pay_day"),
            models.CheckConstraint(condition=Q(hourly_cost__gte=0), name="pay_not_negative"),
        ]
