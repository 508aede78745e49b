"""Two bookings that their people would exchange."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField
from rota.models.booking import Booking


class SwapStatus(models.TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("no longer possible")


class Swap(NurseryOwned):
    """Whoever stands in `given` asks whoever stands in `wanted` to exchange the two (domain 02, swap).

    Both bookings end when it is accepted, and two new ones take their places. `ended` is a swap one of whose bookings
    was given back, covered or exchanged with somebody else meanwhile. No reason is kept.
    """

    public_id = PublicIdField()
    given = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="swaps_asked")
    wanted = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="swaps_wanting")
    status = models.CharField(max_length=9, choices=SwapStatus.choices, default=SwapStatus.OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["given", "wanted"], condition=Q(status="open"), name="one_open_swap_of_two_bookings"
            ),
            models.CheckConstraint(condition=~Q(given=F("wanted")), name="swap_is_of_two_bookings"),
        ]
