"""What people have been told of the turns that they booked themselves."""

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from reminders.models import Message, MessageStatus
from rota import messages
from rota.models import Booking, HistoryEntry, Verb


def _own_entries() -> QuerySet[HistoryEntry]:
    """That somebody booked, or answered a call; where that was cover for another, its approval has been told."""
    approved = HistoryEntry.objects.filter(verb=Verb.APPROVED, booking=OuterRef("booking"))
    return HistoryEntry.objects.filter(~Exists(approved), verb__in=[Verb.BOOKED, Verb.ANSWERED_YES])


def entries_of(message: Message) -> QuerySet[HistoryEntry]:
    """Of which bookings a `rota.booked` tells: from the entry that is its occasion up to that of the person's next.

    Entries and messages are numbered in the order in which a person books, for their account's lock is held.
    """
    entries = _own_entries().filter(actor=message.person_id, pk__gte=int(message.occasion))
    later = Message.objects.filter(kind=messages.BOOKED, person_id=message.person_id, pk__gt=message.pk)
    following = later.order_by("pk").first()
    return entries if following is None else entries.filter(pk__lt=int(following.occasion))


def may_have_been_told(booking: Booking) -> bool:
    """Whether a letter has gone to the booking's person that says it is theirs, or nobody knows.

    Whoever has come to a turn otherwise than by booking it is always told. Call it in a transaction, after all locks of
    shifts and accounts.
    """
    entry = _own_entries().filter(booking=booking, actor=booking.person_id).first()
    if entry is None:
        return True
    told = Message.objects.filter(kind=messages.BOOKED, person_id=booking.person_id)
    since = told.annotate(first=Cast("occasion", BigIntegerField())).filter(first__lte=entry.pk)
    # Locked, so that no worker writes it in the moment in which the turn ends.
    message = since.order_by("-pk").select_for_update().first()
    if message is None:
        return False
    begun = message.leased_until is not None or message.handed_at is not None
    return message.status == MessageStatus.SENT or (message.status == MessageStatus.WAITING and begun)
