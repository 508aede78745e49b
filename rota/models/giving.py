"""What else the rota knows of people and children: contributions, reliefs, absences, reserves, day marks."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Child, Family, Person
from nursery.models import Session, Weekday
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField
from rota.models.plan import Duty, Shift


class Contribution(NurseryOwned):
    """Hours given outside the rota, logged by the giver, confirmed by another.

    What was declined stays for the giver to see, and counts nowhere.
    """

    public_id = PublicIdField()
    date = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="contributions")
    hours = models.DecimalField(max_digits=8, decimal_places=4)
    confirmed = models.BooleanField(default=False)
    # By whom and when, where that is known: a nursery file need not say. What is neither confirmed nor declined waits.
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, default="", db_default="")  # what it was, never about children

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="contribution_has_hours"),
            models.CheckConstraint(
                condition=Q(confirmed=True) | Q(confirmed_by__isnull=True, confirmed_at__isnull=True),
                name="contribution_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_by__isnull=True)
                | Q(declined_at__isnull=False, confirmed=False),
                name="contribution_declined_or_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("person")) & ~Q(declined_by=F("person")),
                name="contribution_decided_by_another",
            ),
        ]

    @property
    def waits(self) -> bool:
        """For somebody to confirm it."""
        return not self.confirmed and self.declined_at is None


class Relief(NurseryOwned):
    """What a family owes is lifted for a span, by a named trustee and never with a reason."""

    public_id = PublicIdField()
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="reliefs")
    starts = models.DateField()
    ends = models.DateField()
    lifted = models.DecimalField(max_digits=5, decimal_places=4)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="relief_ends_after_start"),
            models.CheckConstraint(condition=Q(lifted__gte=0, lifted__lte=1), name="relief_is_a_part"),
        ]

    @property
    def percent(self) -> str:
        """ "50" or "33.33"."""
        return f"{(self.lifted * 100).normalize():f}"


class Absence(NurseryOwned):
    """A member of staff is away for a span of days, both included. No reason is kept."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="absence_ends_after_start")]


class Reserve(NurseryOwned):
    """Somebody who said "call me", for a weekday or for one shift."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reserves")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, null=True, blank=True)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, null=True, blank=True, related_name="reserves")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=True, shift__isnull=False) | Q(weekday__isnull=False, shift__isnull=True),
                name="reserve_for_weekday_or_shift",
            )
        ]


class DayMarkKind(models.TextChoices):
    AWAY = "away", _("away")
    EXTRA = "extra", _("extra session")
    SETTLING_IN = "settling_in", _("settling in, with their own parent")


class DayMark(NurseryOwned):
    """Who is really here: a child away, here for an extra session, or settling in. No reason is kept."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="day_marks")
    date = models.DateField()
    mark = models.CharField(max_length=12, choices=DayMarkKind.choices)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
