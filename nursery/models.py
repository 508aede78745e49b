"""The ground: a nursery, its policy, its terms and closures, its rooms and the sessions in them."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from nursery.acting import By
from nursery.money import ExactDecoder
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField

# The words that paths of the site itself use; a nursery's slug is the first part of its paths.
RESERVED_SLUGS = {"accounts", "static", "healthz", "demo", "media", "admin", "new", "go", "me", "metrics"}


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ClearanceKind(models.TextChoices):
    """The dated facts that let a person do something (domain 02, clearance)."""

    DBS = "dbs", _("DBS check")
    REFERENCES = "references", _("references")
    INDUCTION = "induction", _("induction")
    PFA = "pfa", _("paediatric first aid")
    COMPETENCE = "competence", _("found competent")


class Rounding(models.TextChoices):
    PER_BAND = "per_band", _("each age band rounded up on its own (strictest)")
    SUBSTITUTE = "substitute", _("spare room handed on to older children first")
    POOLED = "pooled", _("all fractions added, then rounded up once")


def validate_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone we know."), params={"name": name})


def validate_slug_free(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is kept for the site itself."), params={"slug": slug})


class Nursery(models.Model):
    """One organisation. Everything else belongs to exactly one, and nothing ever shows across."""

    slug = models.CharField(
        max_length=50, unique=True, validators=[RegexValidator(r"^[a-z0-9-]+$"), validate_slug_free]
    )
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=20, default="GB-ENG")
    timezone = models.CharField(max_length=60, default="Europe/London", validators=[validate_zone])
    language = models.CharField(max_length=20, default="en-gb")
    currency = models.CharField(max_length=3, default="GBP")

    class Meta:
        verbose_name_plural = "nurseries"

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Policy(NurseryOwned):
    """A nursery's own choices (domain 04, `policy`)."""

    nursery = models.OneToOneField(Nursery, on_delete=models.CASCADE, related_name="policy")
    ratio_rounding = models.CharField(max_length=12, choices=Rounding.choices, default=Rounding.PER_BAND)
    min_adults = models.PositiveSmallIntegerField(default=2)
    parents_count = models.BooleanField(default=True)
    cancel_notice_hours = models.PositiveIntegerField(default=48)
    cover_needs_manager = models.BooleanField(default=True)
    booking_opens_days = models.PositiveIntegerField(null=True, blank=True)
    family_limit_percent = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    open_to_all_days = models.PositiveIntegerField(default=7)
    # Cover and call-outs ask so many people at a time, and so long after each other (rota/rules/waves.py).
    call_out_wave_size = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1)])
    call_out_wave_minutes = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(1)])
    # The month that the financial year begins in: reports of a year are of that one.
    year_starts = models.PositiveSmallIntegerField(default=4, validators=[MinValueValidator(1), MaxValueValidator(12)])
    # How long what names somebody is kept: after a child, and after a grown-up, has left; and of messages at all.
    keep_child_years = models.PositiveSmallIntegerField(
        default=3, db_default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    keep_account_years = models.PositiveSmallIntegerField(
        default=6, db_default=6, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    keep_message_months = models.PositiveSmallIntegerField(
        default=6, db_default=6, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    class Meta:
        verbose_name_plural = "policies"


class Term(NurseryOwned):
    """A dated span with closures inside it; both ends are included."""

    public_id = PublicIdField()
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)  # set by costs, read by rota

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key"], name="term_key"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="term_ends_after_start"),
            # int8range stands in for equality, which gist alone has not got without an extension.
            ExclusionConstraint(
                name="terms_do_not_overlap",
                expressions=[
                    (Func(F("nursery"), F("nursery"), models.Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts"), F("ends"), models.Value("[]"), function="daterange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds(self, day: dt.date) -> bool:
        return self.starts <= day <= self.ends

    def week_number(self, day: dt.date) -> int:
        """1 in the term's first calendar week (Monday to Sunday)."""
        first = self.starts - dt.timedelta(days=self.starts.weekday())
        return (day - first).days // 7 + 1


class Closure(NurseryOwned):
    """Days inside a term on which the nursery is closed; both ends are included."""

    public_id = PublicIdField()
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="closures")
    starts = models.DateField()
    ends = models.DateField()
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="closure_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Closed"))


class Room(NurseryOwned):
    """A place with its own children and its own ratio."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nursery", "key"], name="room_key")]

    def __str__(self) -> str:
        return self.name


class Session(NurseryOwned):
    """A weekly span in which children attend a room."""

    key = models.CharField(max_length=80)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="sessions")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nursery", "key"], name="session_key"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.key


class Operation(models.TextChoices):
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")


class Recorded(NurseryOwned):
    """One row that was added, changed or removed, as PostgreSQL itself wrote it down (`nursery.recorded`).

    Only ever added to, and by nobody but PostgreSQL's own functions. It holds ids, days, figures and choices, never a
    name, an address or a text; and it outlives what it is about, hence no constraints. `thing` is a model's name,
    `row` the id of its row, `person` and `family` whom it is about. `at` is the moment at which the transaction began:
    what was done in one deed has the same, and so has what the app itself wrote of it (`deed` of its own entries),
    where the reason is. `actor`, `by` and `origin` are who did it, by which way and from where, as the app said; empty
    where it said nothing.
    """

    nursery = models.ForeignKey(Nursery, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    at = models.DateTimeField()
    thing = models.CharField(max_length=40)
    row = models.BigIntegerField()
    person = models.BigIntegerField(null=True)
    family = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=7, choices=Operation.choices)
    before = models.JSONField(null=True, decoder=ExactDecoder)
    after = models.JSONField(null=True, decoder=ExactDecoder)
    actor = models.BigIntegerField(null=True)
    by = models.CharField(max_length=7, choices=By.choices, blank=True)
    origin = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name_plural = "recorded"
        indexes = [
            models.Index(fields=["nursery", "at"], name="recorded_nursery_at"),
            models.Index(fields=["person", "at"], condition=Q(person__isnull=False), name="recorded_person_at"),
            models.Index(fields=["actor", "at"], condition=Q(actor__isnull=False), name="recorded_actor_at"),
            models.Index(fields=["family", "at"], condition=Q(family__isnull=False), name="recorded_family_at"),
        ]
