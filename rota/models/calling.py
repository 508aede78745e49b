"""Who is asked to come, wave after wave, and what they answer."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField
from rota.models.booking import CoverRequest
from rota.models.plan import Place


class CallOutStatus(models.TextChoices):
    OPEN = "open", _("open")
    FILLED = "filled", _("filled")
    STOPPED = "stopped", _("stopped")


class Called(models.TextChoices):
    """Who is asked by a call-out; calling out is the approval for places of the other kind, too."""

    PARENTS = "parents", _("parents")
    STAFF = "staff", _("staff and bank staff")
    EVERYBODY = "everybody", _("parents and staff")


class CallOut(NurseryOwned):
    """A place looks for somebody now: the first eligible answer is booked at once.

    `started_by` is empty where it started by itself, because somebody did not come. `wave` counts the waves that have
    been sent; `next_wave_at` is empty once everybody who could come has been asked.
    """

    public_id = PublicIdField()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="call_outs")
    called = models.CharField(max_length=9, choices=Called.choices)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    status = models.CharField(max_length=7, choices=CallOutStatus.choices, default=CallOutStatus.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    wave = models.PositiveSmallIntegerField(default=0)
    next_wave_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(status="open"), name="one_open_call_out_a_place")
        ]
        indexes = [models.Index(fields=["nursery", "next_wave_at"], condition=Q(status="open"), name="call_out_waves")]

    def goes_on_at(self, now: dt.datetime) -> bool:
        """Open, and of a shift that is neither over nor cancelled; `place.shift` is read."""
        shift = self.place.shift
        return self.status == CallOutStatus.OPEN and now < shift.ends_at and not shift.is_cancelled


class Answer(models.TextChoices):
    YES = "yes", _("can come")
    NO = "no", _("can’t come")


class Ask(NurseryOwned):
    """Somebody was asked to come, by a call-out or for a request for cover: once by each."""

    call_out = models.ForeignKey(CallOut, on_delete=models.CASCADE, null=True, blank=True, related_name="asks")
    request = models.ForeignKey(CoverRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asks")
    wave = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call_out", "person"], name="asked_once_a_call_out"),
            models.UniqueConstraint(fields=["request", "person"], name="asked_once_a_request"),
            models.CheckConstraint(
                condition=Q(call_out__isnull=True, request__isnull=False)
                | Q(call_out__isnull=False, request__isnull=True),
                name="asked_by_one_of_the_two",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answer_has_its_moment",
            ),
        ]
