"""How a person wants to be reached, and what stands in the way of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField


class Channel(models.TextChoices):
    PUSH = "push", _("on your phone")
    EMAIL = "email", _("e-mail")
    TEXT = "text", _("text message")


class Timing(models.TextChoices):
    """When a message goes that need not go at once."""

    AT_ONCE = "at_once", pgettext_lazy("when a message goes", "at once")
    MORNING = "morning", pgettext_lazy("when a message goes", "with the others, in the morning")


class Preference(NurseryOwned):
    """What a person chose for one kind of message; where there is no row, the kind's own choice holds.

    `channels` are tried in this order until one works; none at all means "do not tell me".
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=60)
    channels = ArrayField(models.CharField(max_length=5, choices=Channel.choices), default=list, blank=True)
    timing = models.CharField(max_length=8, choices=Timing.choices, default=Timing.AT_ONCE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_a_kind")]


class Reach(NurseryOwned):
    """When a person does not want to be disturbed, on the nursery's own clock; no row means the usual hours.

    Between two equal times nobody is ever undisturbed. `call_outs_pass` lets a call-out of the same day through.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reach")
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    call_outs_pass = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "reaches"


class PushDevice(NurseryOwned):
    """A browser that shows notifications for one person: where they go, and with what they are locked (RFC 8291).

    It shows nobody else's of the nursery. `label` is how its owner knows it ("Chrome on Android"); `used_at`, to the
    day, is when a notification was last taken for it.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.URLField(max_length=1000)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nursery", "endpoint"], name="one_person_a_browser")]


class Bounced(NurseryOwned):
    """An address that was refused for good. It is not tried again while it is still the person's."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bounced")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.CharField(max_length=254)
    sentence = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "channel"], name="one_bounce_a_channel"),
            models.CheckConstraint(condition=~Q(channel=Channel.PUSH), name="a_device_does_not_bounce"),
        ]
