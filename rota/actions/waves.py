"""Asking people in waves. What is due stands in the database; the sweep and the actions both ask for it here."""

import datetime as dt

from nursery.dates import local_day
from nursery.models import Nursery
from reminders.actions import queue_message
from rota.models import Ask, CallOut, Shift
from rota.queries.asking import (
    Call,
    Waves,
    asked_by,
    call_outs_with_a_wave_due,
    ended_call_outs,
    kind_of,
    over_call_outs,
    requests_with_a_wave_due,
    shift_of,
)
from rota.rules.waves import next_call_out_wave, next_request_wave


def send_wave(call: Call, waves: Waves) -> int:
    """Ask the next people of one call; how many. The caller holds the shift's lock and has read the call under it."""
    people, left = waves.next_wave(call)
    nursery, now = waves.nursery, waves.now
    if people:
        call.wave += 1
        Ask.objects.bulk_create(
            Ask(nursery=nursery, person=person, wave=call.wave, asked_at=now, **asked_by(call)) for person in people
        )
        queue_message(
            nursery=nursery,
            kind=kind_of(call),
            people=people,
            subject=call.public_id,
            occasion="",
            due_at=now,
            now=now,
            urgent=isinstance(call, CallOut) and shift_of(call).date == local_day(now, nursery.zone),
        )
    if not left:
        call.next_wave_at = None
    elif isinstance(call, CallOut):
        call.next_wave_at = next_call_out_wave(now, nursery.policy)
    else:
        call.next_wave_at = next_request_wave(now, shift_of(call).starts_at, nursery.policy, nursery.zone)
    call.save(update_fields=["wave", "next_wave_at"])
    return len(people)


def advance_waves(nursery: Nursery, now: dt.datetime) -> int:
    """Send every wave that has become due, and end the call-outs that are over; how many people that asks.

    All shifts are locked first, in the order of their keys: of two sweeps at once the second waits, and then finds
    nothing due.
    """
    calls: list[Call] = [*requests_with_a_wave_due(now), *call_outs_with_a_wave_due(now)]
    due = [shift_of(call).pk for call in calls]
    due += over_call_outs(now).values_list("place__shift", flat=True)
    if not due:
        return 0
    shifts = [shift.pk for shift in Shift.objects.filter(pk__in=due).order_by("pk").select_for_update()]
    for call_out, status in ended_call_outs(over_call_outs(now).filter(place__shift__in=shifts)):
        call_out.status, call_out.ended_at, call_out.next_wave_at = status, now, None
        call_out.save(update_fields=["status", "ended_at", "next_wave_at"])
    waves = Waves(nursery, now)
    requests = requests_with_a_wave_due(now).filter(booking__shift__in=shifts)
    call_outs = call_outs_with_a_wave_due(now).filter(place__shift__in=shifts)
    still: list[Call] = [*requests, *call_outs]
    return sum(send_wave(call, waves) for call in still)
