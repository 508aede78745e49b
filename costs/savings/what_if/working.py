"""From a base and moves to an answer, by the engines that every other page stands on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from costs.savings.engine import work_out_savings
from costs.savings.facts import SavingsFacts
from costs.savings.what_if.answer import Answer, safety_of
from costs.savings.what_if.asking import (
    Children,
    Move,
    MoveRate,
    PayRise,
    Places,
    Relief,
    SessionAdded,
    SessionDropped,
    Weeks,
)
from costs.savings.what_if.base import Base
from costs.savings.what_if.draft import Draft
from costs.savings.what_if.money import move_rate, move_relief, raise_pay
from costs.savings.what_if.places import move_places
from costs.savings.what_if.sessions import add_session, drop_session, move_children, move_weeks
from rota.safety import Board, RoomDay, Term
from rota.shares import term_shares

# What stands earlier is done first, in whatever order it was asked: places are those of the sessions there would be,
# and relief for each child-session is over those that there would be.
_ORDER = (SessionDropped, SessionAdded, Weeks, Children, Places, PayRise, MoveRate, Relief)


def as_it_was(base: Base) -> Answer:
    """The base's own figures: those of the report, to the penny."""
    return _answer(base, base.facts, base.term, base.room_days)


def what_if(base: Base, moves: Iterable[Move]) -> Answer:
    """Raises CannotSayError for a move that cannot be worked out on the base, and what `evaluate_span` raises."""
    draft = Draft(base)
    for move in sorted(moves, key=lambda each: _ORDER.index(type(each))):
        _make(draft, move)
    facts = draft.as_facts()
    return _answer(base, facts, draft.term, _room_days(base, facts, draft))


def _make(draft: Draft, move: Move) -> None:
    match move:
        case SessionDropped():
            drop_session(draft, move)
        case SessionAdded():
            add_session(draft, move)
        case Weeks():
            move_weeks(draft, move)
        case Children():
            move_children(draft, move)
        case Places():
            move_places(draft, move)
        case PayRise():
            raise_pay(draft, move)
        case MoveRate():
            move_rate(draft, move)
        case Relief():
            move_relief(draft, move)


def _answer(base: Base, facts: SavingsFacts, term: Term, room_days: tuple[RoomDay, ...]) -> Answer:
    shares = term_shares(facts.rota, term, base.families, facts.contributions)
    return Answer(
        savings=work_out_savings(facts, base.first, term.days.last, room_days),
        shares=shares,
        families=sum(bool(family.units) for family in shares.families),
        safety=safety_of(room_days),
        last=term.days.last,
    )


def _room_days(base: Base, facts: SavingsFacts, draft: Draft) -> tuple[RoomDay, ...]:
    """Those of the base, but the days that were changed."""
    if not draft.changed:
        return base.room_days
    board = Board(facts.rota, base.first, draft.last)
    as_they_were: dict[dt.date, list[RoomDay]] = defaultdict(list)
    for room_day in base.room_days:
        as_they_were[room_day.day].append(room_day)
    days = (base.first + dt.timedelta(days=number) for number in range((draft.last - base.first).days + 1))
    return tuple(
        room_day for day in days for room_day in (board.day(day) if day in draft.changed else as_they_were[day])
    )
