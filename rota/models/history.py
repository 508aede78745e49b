"""What happened on the rota, by ids: history holds no names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned
from rota.models.booking import Booking
from rota.models.plan import Shift


class Verb(models.TextChoices):
    BOOKED = "booked", _("booked")
    UNDONE = "undone", _("undid the booking")
    GIVEN_BACK = "given_back", _("gave the place back")
    COVER_ASKED = "cover_asked", _("asked for cover")
    COVER_WITHDRAWN = "cover_withdrawn", _("no longer asks for cover")
    OFFERED = "offered", _("offered")
    OFFER_WITHDRAWN = "offer_withdrawn", _("took the offer back")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    MARKED_WORKED = "marked_worked", _("marked as worked")
    MARKED_MISSED = "marked_missed", _("marked as missed")
    MARK_UNDONE = "mark_undone", _("took the mark back")
    PLANNED = "planned", _("made the term's shifts")


class HistoryEntry(NurseryOwned):
    """`actor` did `verb`; `subject` is whom it was about, where that is somebody else.

    Only ever added to. It keeps the ids of rows that are gone (a booking that was undone), hence no constraints.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    shift = models.ForeignKey(
        Shift, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="history"
    )
    booking = models.ForeignKey(
        Booking,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="history",
    )
    reason = models.CharField(max_length=500, blank=True)  # of an override alone; never of a person's absence

    class Meta:
        verbose_name_plural = "history entries"
        indexes = [models.Index(fields=["nursery", "at"], name="history_nursery_at")]
