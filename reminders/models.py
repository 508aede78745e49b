"""The outbox: what is to be said to whom, and whether it has been said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class MessageStatus(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("no longer needed")
    PARKED = "parked", _("could not be sent")


class Message(NurseryOwned):
    """One thing to tell one person, once: unique by kind, person, subject and occasion.

    `subject` names what it is about (a public id), `occasion` which time (a day, a request). `leased_until` is
    how long a worker has it for itself, by PostgreSQL's clock; a lease that ran out is anybody's again. After a
    failure the lease stays until the next try. `attempts` counts tries begun, `fault` is the last failure, in
    words for the manager. `handed_at` is when it was last handed to a channel: set on a message that waits, it
    means that nobody knows whether it was sent.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(max_length=60)
    occasion = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=MessageStatus.choices, default=MessageStatus.WAITING)
    queued_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nursery", "kind", "person", "subject", "occasion"], name="say_it_once")
        ]
        indexes = [models.Index(fields=["nursery", "due_at"], condition=Q(status="waiting"), name="message_waiting")]
