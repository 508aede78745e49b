from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class Erased(models.TextChoices):
    """What an entry of the log is about."""

    PERSON = "person", _("a member")
    CHILD = "child", _("a child")
    FAMILY = "family", _("a family")
    LEAVERS = "leavers", _("what only served while they were here")
    MESSAGES = "messages", _("messages, invitations and notes")


class Erasure(NurseryOwned):
    """What the nightly task, or the command, has erased. It holds ids and counts, never a name, and outlives what it is
    about, hence no key to it.

    `row` is the id of who or what was erased, `public_id` the same in addresses and pseudonyms; both empty where rows
    of many went. `counts` is how many rows, by table. `asked`: earlier than their time, because they asked.
    """

    at = models.DateTimeField()
    what = models.CharField(max_length=8, choices=Erased.choices)
    row = models.BigIntegerField(null=True)
    public_id = models.CharField(max_length=12, blank=True)
    counts = models.JSONField()
    asked = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["nursery", "-at"], name="erasure_nursery_at")]


class Wish(NurseryOwned):
    """Somebody asks to be erased as soon as they have left. `granted` is what a manager decided; None: it waits."""

    public_id = PublicIdField()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="wish_to_be_erased")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_at__isnull=True)
                | Q(granted__isnull=False, decided_at__isnull=False),
                name="wish_waits_or_is_decided",
            )
        ]
