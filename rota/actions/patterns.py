"""Adding, changing and ending a weekly pattern."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from accounts.models import Person
from nursery.dates import DAY, WEEK, monday_of
from nursery.models import Nursery, Term, Weekday
from nursery.refusal import refuse
from rota.actions.carrying_out import Done, carry_out, one_planner, settle
from rota.actions.history import record
from rota.models import Shift, ShiftPattern, StandingTurn, Verb
from rota.planning import Occasion
from rota.planning.standing import weeks_apart
from rota.queries.patterns import makes_shifts_before, pattern_change, pattern_end
from rota.rules.planning import pattern_change_refusal, pattern_end_refusal, pattern_refusal

_WHAT = ["duty", "room", "weekday", "starts", "ends", "paid_places", "parent_places", "ends_on"]


@transaction.atomic
def add_pattern(pattern: ShiftPattern, manager: Person, *, nursery: Nursery, now: dt.datetime) -> ShiftPattern:
    """Write a new pattern, with a key that says what it is; its shifts are made by `plan_term`. Raises Refused."""
    one_planner(nursery)
    refuse(pattern_refusal(pattern, ShiftPattern.objects.filter(duty=pattern.duty)))
    pattern.nursery = nursery
    pattern.key = _free_key(pattern)
    pattern.save(force_insert=True)
    record(Verb.PATTERN_ADDED, nursery=nursery, actor=manager, now=now, reason=pattern.key)
    return pattern


def _free_key(pattern: ShiftPattern) -> str:
    """ "food-mon", as a nursery file would call it; "food-mon-2" where that is taken."""
    stem = slugify(f"{pattern.duty.key[:60]} {Weekday(pattern.weekday).name[:3]}")
    taken = set(ShiftPattern.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


@transaction.atomic
def change_pattern(
    pattern: ShiftPattern,
    changed: ShiftPattern,
    first: dt.date,
    digest: str,
    manager: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
) -> Done:
    """Make the pattern what `changed` (not written) says, from `first` on; what has been stays as it was.

    `digest` is that of the proposal that was looked at. Raises Refused, PlanChanged.
    """
    one_planner(nursery)
    pattern = ShiftPattern.objects.select_related("duty", "room").get(pk=pattern.pk)
    others = ShiftPattern.objects.filter(duty=changed.duty).exclude(pk=pattern.pk)
    refuse(pattern_change_refusal(pattern, changed, first, others, today))
    proposal = settle(lambda: pattern_change(pattern, changed, first, nursery=nursery, now=now), digest)
    kept = _from_then_on(pattern, changed, first, nursery)

    def pattern_of(_occasion: Occasion) -> ShiftPattern:
        return kept

    return carry_out(
        proposal, actor=manager, nursery=nursery, now=now, pattern_of=pattern_of, planned=Verb.PATTERN_CHANGED
    )


def _from_then_on(pattern: ShiftPattern, changed: ShiftPattern, first: dt.date, nursery: Nursery) -> ShiftPattern:
    """The row that holds from `first` on: the same one, where it says nothing about days before; else a second one,
    which takes over the shifts and the standing turns of the days to come."""
    if not makes_shifts_before(pattern, first):
        for name in _WHAT:
            setattr(pattern, name, getattr(changed, name))
        pattern.save(update_fields=_WHAT)
        return pattern
    kept = ShiftPattern(
        nursery=nursery,
        starts_on=max(first, changed.starts_on or first),
        **{name: getattr(changed, name) for name in _WHAT},
    )
    kept.key = _free_key(kept)
    kept.save(force_insert=True)
    settled = Q()
    for term in Term.objects.filter(closed_at__isnull=False):
        settled |= Q(date__range=(term.starts, term.ends))
    to_come = Shift.objects.filter(pattern=pattern, occasion__gte=first)
    (to_come.exclude(settled) if settled else to_come).update(pattern=kept)
    _hand_over_turns(pattern, kept, first, nursery)
    pattern.ends_on = first - DAY
    pattern.save(update_fields=["ends_on"])
    return kept


def _hand_over_turns(pattern: ShiftPattern, kept: ShiftPattern, first: dt.date, nursery: Nursery) -> None:
    for turn in StandingTurn.objects.filter(pattern=pattern).filter(Q(ends__isnull=True) | Q(ends__gte=first)):
        if turn.starts is not None and turn.starts >= first:
            turn.pattern = kept
            turn.save(update_fields=["pattern"])
            continue
        starts = first
        if turn.every == 2 and turn.starts is not None and weeks_apart(turn.starts, first) % 2:
            starts = monday_of(first) + WEEK  # the same weeks as before
        if turn.ends is None or starts <= turn.ends:
            StandingTurn.objects.create(
                nursery=nursery,
                pattern=kept,
                kind=turn.kind,
                person_id=turn.person_id,
                starts=starts,
                ends=turn.ends,
                every=turn.every,
            )
        turn.ends = first - DAY
        turn.save(update_fields=["ends"])


@transaction.atomic
def end_pattern(
    pattern: ShiftPattern,
    last: dt.date,
    digest: str,
    manager: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
) -> Done:
    """End the pattern with `last`; its later shifts go, and who stood there is told. Raises Refused, PlanChanged."""
    one_planner(nursery)
    pattern = ShiftPattern.objects.get(pk=pattern.pk)
    refuse(pattern_end_refusal(pattern, last, today))
    proposal = settle(lambda: pattern_end(pattern, last, nursery=nursery, now=now), digest)
    pattern.ends_on = last
    pattern.save(update_fields=["ends_on"])

    def pattern_of(_occasion: Occasion) -> ShiftPattern:
        return pattern

    return carry_out(
        proposal, actor=manager, nursery=nursery, now=now, pattern_of=pattern_of, planned=Verb.PATTERN_ENDED
    )
