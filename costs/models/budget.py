"""What is planned for a term, so that the report can set what came of it beside it."""

from django.db import models
from django.db.models import Q

from nursery.models import Term
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField

FIGURES = ("net", "programme", "fee_relief", "parent_hours", "paid_hours")


class Budget(NurseryOwned):
    """One term's planned figures, each of them optional: money to the penny in the nursery's currency, hours."""

    public_id = PublicIdField()
    term = models.OneToOneField(Term, on_delete=models.CASCADE, related_name="budget")
    net = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    programme = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    fee_relief = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    parent_hours = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    paid_hours = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(*((Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})) for name in FIGURES)),
                name="budget_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(*(Q(**{f"{name}__isnull": False}) for name in FIGURES), _connector=Q.OR),
                name="budget_says_something",
            ),
        ]
