"""Adding a term, alone or after the model of the last one, and changing its dates."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import DAY, WEEK
from nursery.models import Closure, Nursery, Term
from nursery.refusal import Refusal, Refused, refuse
from rota.actions.carrying_out import Done, carry_out, one_planner, patterns_by_occasion, settle
from rota.actions.history import record
from rota.models import ShiftPattern, StandingTurn, Verb
from rota.queries.closures import term_change
from rota.queries.proposal import Proposal
from rota.rules.closures import term_refusal
from rota.rules.planning import pattern_refusal

_LONGEST_STEM = 60


@dataclass(frozen=True, slots=True)
class Copied:
    """What was carried on from the term before."""

    term: Term
    patterns: int = 0
    turns: int = 0


@contextmanager
def _terms_apart() -> Iterator[None]:
    """PostgreSQL refuses terms that overlap, whatever the code does; in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != "terms_do_not_overlap":
            raise
        raise Refused(
            Refusal("terms_overlap", _("Another term runs on some of these days."), _("Choose other dates."))
        ) from error


def _last_term_before(day: dt.date) -> Term | None:
    return Term.objects.filter(ends__lt=day).order_by("-ends").first()


@transaction.atomic
def add_term(
    name: str,
    starts: dt.date,
    ends: dt.date,
    manager: Person,
    *,
    carry_on: bool = False,
    carry_turns: bool = False,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
) -> Copied:
    """A term, its shifts not made yet. `carry_on`: patterns that end with the term before go on to the end of this
    one, and with `carry_turns` the standing turns that end with it, too. Closures are never copied. Raises Refused.
    """
    one_planner(nursery)
    refuse(term_refusal(starts, ends, Term.objects.all(), today))
    with _terms_apart():
        term = Term.objects.create(nursery=nursery, key=_free_key(name), name=name, starts=starts, ends=ends)
    record(Verb.TERM_ADDED, nursery=nursery, actor=manager, now=now, reason=name[:500])
    last = _last_term_before(starts)
    if not carry_on or last is None:
        return Copied(term)
    patterns = _carry_patterns_on(last, ends)
    return Copied(term, len(patterns), _carry_turns_on(last, ends) if carry_turns else 0)


def _free_key(name: str) -> str:
    stem = slugify(name)[:_LONGEST_STEM] or "term"
    taken = set(Term.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def _carry_patterns_on(last: Term, ends: dt.date) -> list[ShiftPattern]:
    """Those that end in the last week of the term: its end, or the last of their weekdays in it."""
    carried = []
    for pattern in ShiftPattern.objects.filter(ends_on__range=(last.ends - WEEK + DAY, last.ends)).order_by("pk"):
        pattern.ends_on = ends
        others = ShiftPattern.objects.filter(duty=pattern.duty_id).exclude(pk=pattern.pk)
        if pattern_refusal(pattern, others) is None:  # a later one does this work already
            pattern.save(update_fields=["ends_on"])
            carried.append(pattern)
    return carried


def _carry_turns_on(last: Term, ends: dt.date) -> int:
    return StandingTurn.objects.filter(ends__range=(last.ends - WEEK + DAY, last.ends)).update(ends=ends)


def propose_term_change(
    term: Term, starts: dt.date, ends: dt.date, *, nursery: Nursery, now: dt.datetime, today: dt.date
) -> Proposal:
    """Raises Refused."""
    term = Term.objects.get(pk=term.pk)
    refuse(term_refusal(starts, ends, Term.objects.all(), today, term))
    return term_change(term, starts, ends, nursery=nursery, now=now)


@transaction.atomic
def change_term(
    term: Term,
    name: str,
    starts: dt.date,
    ends: dt.date,
    digest: str,
    manager: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
) -> Done:
    """Another name, other dates; closures keep to them. Raises Refused, PlanChanged."""
    one_planner(nursery)
    proposal = settle(lambda: propose_term_change(term, starts, ends, nursery=nursery, now=now, today=today), digest)
    with _terms_apart():
        Term.objects.filter(pk=term.pk).update(name=name, starts=starts, ends=ends)
    closures = Closure.objects.filter(term=term)
    closures.filter(ends__lt=starts).delete()
    closures.filter(starts__gt=ends).delete()
    closures.filter(starts__lt=starts).update(starts=starts)
    closures.filter(ends__gt=ends).update(ends=ends)
    return carry_out(
        proposal, actor=manager, nursery=nursery, now=now, pattern_of=patterns_by_occasion(), planned=Verb.TERM_CHANGED
    )
