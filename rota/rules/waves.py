"""Whom to ask first, and how long to wait before asking more (domain 02, "Cancelling, cover, swap").

Reserves are asked alone and all at once: they said "call me". The others follow in waves, those furthest below their
share first. A call-out's waves follow each other by the nursery's policy. So do those of a plain request for cover
in the last two days; before that there is time to let the first think it over, and to let people sleep:
twelve times as long between waves (two hours, where nothing else is said), and none by night.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import Person
from nursery.dates import DAY, local_instant
from nursery.models import Policy

SOON = dt.timedelta(days=2)
UNHURRIED = 12  # times the policy's minutes
_DAY_BEGINS, _NIGHT_BEGINS = dt.time(7), dt.time(21)
_EVEN = Decimal(1)


def in_order(
    people: Iterable[Person], reserves: Collection[int], attainments: Mapping[int, Decimal | None]
) -> list[Person]:
    """Reserves first, then those furthest below their share; whoever has no share (staff, a family that owes
    nothing) stands between those who are below theirs and those who are not. Reserves among themselves alike."""

    def place_of(person: Person) -> tuple[bool, Decimal, bool, str, int]:
        attainment = attainments.get(person.family_id or 0)
        has_share = attainment is not None and not (person.is_paid and not person.is_parent)
        return (
            person.pk not in reserves,
            attainment if has_share and attainment is not None else _EVEN,
            has_share,
            person.name,
            person.pk,
        )

    return sorted(people, key=place_of)


def wave_of(ordered: Iterable[Person], reserves: Collection[int], asked: Collection[int], size: int) -> list[Person]:
    """Who is asked next, of those not `asked` yet: every reserve there is, or else the next `size` of the others."""
    left = [person for person in ordered if person.pk not in asked]
    first = [person for person in left if person.pk in reserves]
    return first or left[:size]


def next_call_out_wave(now: dt.datetime, policy: Policy) -> dt.datetime:
    return now + dt.timedelta(minutes=policy.call_out_wave_minutes)


def next_request_wave(now: dt.datetime, starts_at: dt.datetime, policy: Policy, zone: ZoneInfo) -> dt.datetime:
    """When a plain request for cover of a shift that begins at `starts_at` asks more people."""
    step = dt.timedelta(minutes=policy.call_out_wave_minutes)
    if starts_at - now <= SOON:
        return now + step
    return _by_day(now + UNHURRIED * step, zone)


def _by_day(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    local = moment.astimezone(zone)
    if local.time() < _DAY_BEGINS:
        return local_instant(local.date(), _DAY_BEGINS, zone)
    if local.time() >= _NIGHT_BEGINS:
        return local_instant(local.date() + DAY, _DAY_BEGINS, zone)
    return moment
