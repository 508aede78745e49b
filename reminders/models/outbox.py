"""The outbox: what is to be said to whom, and whether it has been said."""

import datetime as dt

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField
from reminders.models.reach import Channel


class MessageStatus(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DROPPED = "dropped", _("no longer needed")
    PARKED = "parked", _("could not be sent")
    UNWANTED = "unwanted", _("not wanted")


# Where a message stands in the log: when it was sent, else when it may or might have been. Not COALESCE, which
# row-level security lets no index be looked up by.
MOMENT = Case(When(sent_at__isnull=True, then=F("send_at")), default=F("sent_at"))


class Message(NurseryOwned):
    """One thing to tell one person, once: unique by kind, person, subject and occasion.

    `subject` names what it is about (a public id), `occasion` which time (a day, a request). `leased_until` is
    how long a worker has it for itself, by PostgreSQL's clock; a lease that ran out is anybody's again. After a
    failure the lease stays until the next try. `attempts` counts tries begun, `fault` is the last failure, in
    words for the manager. `handed_at` is when it was last handed to a channel: set on a message that waits, it
    means that nobody knows whether it was sent.

    `due_at` is when there was something to say; `send_at`, never earlier, when it may be said: quiet hours and the
    morning's digest are counted in. An `urgent` one (a call-out of today) may pass quiet hours. `channel` is how it
    was sent in the end; an `unwanted` one, of which the person asked not to be told, by none. `letter` is the public
    id of the message that carried it, where several went as one. `put_aside_at` is when the manager saw that a parked
    one cannot be helped.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(max_length=60)
    occasion = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField()
    send_at = models.DateTimeField()
    urgent = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=MessageStatus.choices, default=MessageStatus.WAITING)
    queued_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices, blank=True, default="")
    letter = models.CharField(max_length=12, blank=True, default="")
    put_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nursery", "kind", "person", "subject", "occasion"], name="say_it_once")
        ]
        indexes = [
            models.Index(fields=["nursery", "send_at"], condition=Q(status="waiting"), name="message_sendable"),
            models.Index(
                fields=["kind", "occasion", "subject"],
                include=["person"],
                condition=~Q(status="dropped"),
                name="message_told",
            ),
            models.Index(F("nursery"), MOMENT.desc(), F("id").desc(), name="message_moment"),
            models.Index(fields=["nursery", "person"], condition=Q(status="parked"), name="message_parked"),
        ]

    def may_go(self, now: dt.datetime) -> bool:
        return self.status == MessageStatus.WAITING and self.send_at <= now

    @property
    def identity(self) -> tuple[int, str, str]:
        """What, within one kind and nursery, is said once."""
        return (self.person_id, self.subject, self.occasion)


class Failure(NurseryOwned):
    """That a channel did not take a message, in words for the manager; the message may have gone another way."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="failures")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    at = models.DateTimeField()
    sentence = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["nursery", "at"], name="failure_at")]
