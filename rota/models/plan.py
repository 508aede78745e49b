"""Duties, patterns and the shifts they make."""

import datetime as dt
from decimal import Decimal
from typing import Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.dates import local_instant
from nursery.models import ClearanceKind, Room, Weekday
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class Pricing(models.TextChoices):
    """How a duty's hours come into the savings (domain 03)."""

    CARE = "care", _("care, priced where it displaces a paid adult")
    TASK = "task", _("a task, priced as far as it would have been bought")
    NONE = "none", _("never priced")


class PlaceKind(models.TextChoices):
    PAID = "paid", _("paid")
    PARENT = "parent", _("parent")


class Duty(NurseryOwned):
    """What a shift is for."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    pricing = models.CharField(max_length=4, choices=Pricing.choices, default=Pricing.NONE)
    counts_towards_share = models.BooleanField(default=True)
    needs = ArrayField(models.CharField(max_length=12, choices=ClearanceKind.choices), default=list, blank=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints = [models.UniqueConstraint(fields=["nursery", "key"], name="duty_key")]

    def __str__(self) -> str:
        return self.name


class RatioRule(NurseryOwned):
    """A nursery's own ratio rules, as the nursery file writes them; without any, the country's hold."""

    key = models.CharField(max_length=80)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nursery", "key"], name="ratio_rule_key")]


class Meal(NurseryOwned):
    """A weekly span in which children of a room eat."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="meals")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()


class ShiftPattern(NurseryOwned):
    """A weekly template that makes the term's shifts. `starts_on`/`ends_on` are inclusive, empty is open."""

    public_id = PublicIdField()
    key = models.CharField(max_length=80)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="patterns")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="patterns")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()
    paid_places = models.PositiveSmallIntegerField(default=0)
    parent_places = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key"], name="shift_pattern_key"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="pattern_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.key

    def holds_on(self, day: dt.date) -> bool:
        return (
            day.weekday() == self.weekday
            and (self.starts_on is None or self.starts_on <= day)
            and (self.ends_on is None or day <= self.ends_on)
        )


class ShiftStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    MOVED = "moved", _("moved")
    CANCELLED = "cancelled", _("cancelled")


class Shift(NurseryOwned):
    """One dated piece of work with places to fill.

    `date`, `starts` and `ends` are the nursery's wall clock; `starts_at` and `ends_at` the same instants, from
    which its length is taken (so a shift across a clock change has its elapsed length). `occasion` is the day
    for which `pattern` made it, which stays when the shift is moved. `cancelled_by_plan`: nobody cancelled this
    one for itself; a closure, or a change of its pattern or term did, and it comes back when that is taken back. `lead`
    is who was named to run it; who runs it where nobody is named, `rota.rules.marking` says.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=80, blank=True)
    pattern = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts")
    occasion = models.DateField(null=True, blank=True)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="shifts")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts")
    date = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    status = models.CharField(max_length=9, choices=ShiftStatus.choices, default=ShiftStatus.PLANNED)
    # Kept by the database, as a booking's are: when, where, what for, or whether.
    revision = models.PositiveIntegerField(db_default=0, editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    cancelled_by_plan = models.BooleanField(default=False, db_default=False)
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key"], condition=~Q(key=""), name="shift_key"),
            models.CheckConstraint(
                condition=Q(cancelled_by_plan=False) | Q(status=ShiftStatus.CANCELLED),
                name="shift_by_plan_is_cancelled",
            ),
            models.UniqueConstraint(fields=["pattern", "occasion"], name="shift_once_a_pattern_and_day"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_after_start"),
            models.CheckConstraint(
                condition=Q(pattern__isnull=True, occasion__isnull=True)
                | Q(pattern__isnull=False, occasion__isnull=False),
                name="shift_occasion_with_pattern",
            ),
        ]
        indexes = [
            models.Index(fields=["nursery", "date", "starts"], name="shift_nursery_day"),
            models.Index(
                fields=["starts_at"], include=["id", "date"], condition=~Q(status="cancelled"), name="shift_to_come"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.duty_id}"

    def set_instants(self, zone: ZoneInfo) -> Self:
        """Take `starts_at` and `ends_at` from the wall clock; call it whenever date or times change."""
        self.starts_at = local_instant(self.date, self.starts, zone)
        self.ends_at = local_instant(self.date, self.ends, zone)
        return self

    @property
    def hours(self) -> Decimal:
        """Elapsed length in hours."""
        return Decimal((self.ends_at - self.starts_at) // dt.timedelta(seconds=1)) / 3600

    @property
    def is_cancelled(self) -> bool:
        return self.status == ShiftStatus.CANCELLED


class Place(NurseryOwned):
    """One numbered post on a shift, kept for `paid` staff or for a `parent`; numbers begin at 1 in each kind."""

    public_id = PublicIdField()
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(max_length=6, choices=PlaceKind.choices)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "kind", "number"], name="place_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="place_numbers_begin_at_one"),
        ]


class StandingTurn(NurseryOwned):
    """A person who holds a place of a pattern week after week; both ends are inclusive, empty is open.

    `every` is 1 for each week, 2 for every second one, counted in calendar weeks from that of `starts`.
    """

    public_id = PublicIdField()
    pattern = models.ForeignKey(ShiftPattern, on_delete=models.CASCADE, related_name="standing_turns")
    kind = models.CharField(max_length=6, choices=PlaceKind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="standing_turns")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    every = models.PositiveSmallIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="standing_turn_ends_after_start"),
            models.CheckConstraint(
                condition=Q(every=1) | Q(every=2, starts__isnull=False), name="standing_turn_counts_from_a_day"
            ),
        ]
