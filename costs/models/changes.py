"""Who changed what is kept about money, and why: only ever added to."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned


class ChangeVerb(models.TextChoices):
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")
    PROPOSED = "proposed", _("proposed to close")
    SENT_BACK = "sent_back", _("sent back")
    CLOSED = "closed", _("closed")
    CONFIRMED = "confirmed", _("confirmed")


class Change(NurseryOwned):
    """`actor` did `verb` to the `thing` whose public id is `about` (the row may be gone by now).

    `thing` is the name of a model ("rate", "pay", …). `before` and `after` are what changed of it, as the nursery
    file writes it. Ids alone, never a name.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20, choices=ChangeVerb.choices)
    thing = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    deed = models.DateTimeField(null=True, blank=True, editable=False, db_default=TransactionNow())  # as in history

    class Meta:
        indexes = [
            models.Index(fields=["nursery", "-at"], name="change_nursery_at"),
            models.Index(fields=["nursery", "deed"], condition=Q(deed__isnull=False), name="change_deed"),
        ]
