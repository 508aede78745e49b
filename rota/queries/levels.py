"""The qualification level that people hold on a shift's day."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import PersonLevel
from rota.models import Booking


def with_levels(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Each booking with `level_then`: the level that its person holds on the shift's day, by which leads are told."""
    begun = PersonLevel.objects.filter(person=OuterRef("person"), starts__lte=OuterRef("shift__date"))
    return bookings.annotate(
        level_then=Coalesce(Subquery(begun.order_by("-starts").values("level")[:1]), F("person__level"))
    )
