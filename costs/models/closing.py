"""A term's figures settled for good, and what is put right about them afterwards."""

import zlib
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.models import Term
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField
from rota.models import Duty


class Closing(NurseryOwned):
    """The treasurer proposes to close a term; a trustee looks at the same report and confirms, and it is closed.

    Until then `proposed_digest` says what was proposed. From then on `inputs` are the facts that its report stands on
    (ReportInputs: canonical JSON, compressed; ids alone, never a name), `document` is the report, as bytes, and
    `engine` says by which method it was worked out. PostgreSQL lets no closed one change. `taken_in`: it came with a
    nursery file, and the ids in its inputs are those of the database that it came from.
    """

    public_id = PublicIdField()
    term = models.OneToOneField(Term, on_delete=models.CASCADE, related_name="closing")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_digest = models.CharField(max_length=64)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    inputs = models.BinaryField(null=True)
    inputs_digest = models.CharField(max_length=64, blank=True)
    tally = models.BinaryField(null=True)  # what longer spans are added up from (costs/queries/tallies.py)
    document = models.BinaryField(null=True)
    document_digest = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    taken_in = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    confirmed_by__isnull=True,
                    inputs__isnull=True,
                    document__isnull=True,
                    inputs_digest="",
                    document_digest="",
                    engine="",
                )
                | Q(
                    closed_at__isnull=False,
                    confirmed_by__isnull=False,
                    inputs__isnull=False,
                    document__isnull=False,
                )
                & ~Q(inputs_digest="")
                & ~Q(document_digest="")
                & ~Q(engine=""),
                name="closing_is_proposed_or_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="closing_is_confirmed_by_another",
            ),
        ]

    @property
    def kept_inputs(self) -> bytes:
        """Canonical JSON. Raises LookupError while it is only proposed."""
        if self.inputs is None:
            raise LookupError("Nothing is kept of a term that is not closed.")
        return zlib.decompress(self.inputs)

    @property
    def kept_document(self) -> bytes:
        """As `kept_inputs`."""
        if self.document is None:
            raise LookupError("Nothing is kept of a term that is not closed.")
        return bytes(self.document)


class AdjustmentKind(models.TextChoices):
    HOURS = "hours", _("hours of a duty")
    PROGRAMME = "programme", _("what parent duty cost")
    FEE_RELIEF = "fee_relief", _("what families paid less")


class Adjustment(NurseryOwned):
    """What is put right about a closed term, entered in one that is open, on its `date`; it counts once another
    treasurer or trustee has confirmed it.

    `hours` are of `duty` as of `day`, a day of the closed term, and may be negative; an `amount` is of programme or
    fee relief. `value_low`, `value_central` and `value_high` are what the hours are worth by the closed term's own
    frozen rates.
    """

    public_id = PublicIdField()
    about = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="adjustments")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=AdjustmentKind.choices)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(null=True, blank=True)
    hours = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    value_low = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    value_central = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    value_high = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=500)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=AdjustmentKind.HOURS,
                    duty__isnull=False,
                    day__isnull=False,
                    hours__isnull=False,
                    value_low__isnull=False,
                    value_central__isnull=False,
                    value_high__isnull=False,
                    amount__isnull=True,
                )
                | Q(
                    ~Q(kind=AdjustmentKind.HOURS),
                    duty__isnull=True,
                    day__isnull=True,
                    hours__isnull=True,
                    value_low__isnull=True,
                    value_central__isnull=True,
                    value_high__isnull=True,
                    amount__isnull=False,
                ),
                name="adjustment_of_hours_or_an_amount",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_a_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("entered_by")),
                name="adjustment_is_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["nursery", "date"], name="adjustment_day")]

    @property
    def hours_much(self) -> Decimal | None:
        """Without the sign, for sentences that say more or less."""
        return None if self.hours is None else abs(self.hours)

    @property
    def amount_much(self) -> Decimal | None:
        return None if self.amount is None else abs(self.amount)
