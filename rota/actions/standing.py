"""Giving somebody a standing turn, ending it, and filling what it would fill."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import refuse
from rota.actions.carrying_out import Done, carry_out, one_planner, settle
from rota.actions.history import record
from rota.models import ShiftPattern, StandingTurn, Verb
from rota.planning import Occasion
from rota.queries.standing_proposals import all_turns_fill, ending_turn_frees, new_turn_fills
from rota.rules.standing import turn_refusal


def _makes_none(_occasion: Occasion) -> ShiftPattern:
    raise LookupError("Standing turns make no shifts.")


@transaction.atomic
def add_standing_turn(turn: StandingTurn, digest: str, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Done:
    """Write the turn, and put its person into the shifts that are there. Raises Refused, PlanChanged."""
    one_planner(nursery)
    pattern = ShiftPattern.objects.get(pk=turn.pattern_id)
    refuse(turn_refusal(turn, pattern, StandingTurn.objects.filter(pattern=pattern).select_related("person")))
    proposal = settle(lambda: new_turn_fills(turn, nursery=nursery, now=now), digest)
    turn.nursery = nursery
    turn.save(force_insert=True)
    record(Verb.STANDING_ADDED, nursery=nursery, actor=manager, subject=turn.person, now=now, reason=pattern.key)
    return carry_out(proposal, actor=manager, nursery=nursery, now=now, pattern_of=_makes_none)


@transaction.atomic
def end_standing_turn(
    turn: StandingTurn,
    last: dt.date,
    digest: str,
    manager: Person,
    *,
    free: bool,
    nursery: Nursery,
    now: dt.datetime,
) -> Done:
    """End the turn with `last`; with `free`, its person is taken out of the later shifts that are there already.

    A turn that has not begun by then is taken away whole. Raises PlanChanged.
    """
    one_planner(nursery)
    turn = StandingTurn.objects.select_related("pattern", "person").get(pk=turn.pk)
    proposal = settle(lambda: ending_turn_frees(turn, last, free=free, nursery=nursery, now=now), digest)
    record(Verb.STANDING_ENDED, nursery=nursery, actor=manager, subject=turn.person, now=now, reason=turn.pattern.key)
    if turn.starts is not None and last < turn.starts:
        turn.delete()
    else:
        turn.ends = min(last, turn.ends or last)
        turn.save(update_fields=["ends"])
    return carry_out(proposal, actor=manager, nursery=nursery, now=now, pattern_of=_makes_none)


@transaction.atomic
def fill_standing_turns(digest: str, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Done:
    """Put everybody whose standing turn it is into the open places of the shifts that are there. Raises PlanChanged."""
    one_planner(nursery)
    proposal = settle(lambda: all_turns_fill(nursery=nursery, now=now), digest)
    return carry_out(proposal, actor=manager, nursery=nursery, now=now, pattern_of=_makes_none)
