"""What a what-if starts from, and those that were given a name."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from costs.models import WhatIf
from costs.queries.facts import savings_facts
from costs.savings.what_if import Base
from nursery.models import Nursery, Session, Term
from rota.models import Booking, BookingStatus, Duty
from rota.queries.engine_facts import family_facts


def term_to_start_from(terms: Sequence[Term], today: dt.date) -> Term | None:
    """Of the terms begun, the latest first: the last one that is over and in which somebody worked, for it is whole;
    else the one that is under way."""
    worked = Booking.objects.filter(
        status=BookingStatus.WORKED, shift__date__range=(OuterRef("starts"), OuterRef("ends"))
    )
    over = Term.objects.filter(ends__lt=today).filter(Exists(worked)).order_by("-starts").first()
    return over or (terms[0] if terms else None)


def what_if_base(nursery: Nursery, term: Term, today: dt.date) -> Base:
    """The term as far as it has gone. Raises NoRuleSetError where no ratio rules are known for its days."""
    until = min(term.ends, today)
    return Base.of(savings_facts(nursery, term.starts, until), term.key, family_facts(), until)


def duties_with_parent_places(base: Base) -> list[Duty]:
    """Care first, then those with most places: what a trustee most likely asks about."""
    places: dict[str, int] = {}
    for shift in base.facts.rota.shifts:
        places[shift.duty] = places.get(shift.duty, 0) + shift.parent_places
    found = [duty for duty in Duty.objects.all() if places.get(duty.key)]
    return sorted(found, key=lambda duty: (duty.pricing != "care", -places[duty.key], duty.name))


def sessions_running(base: Base) -> list[Session]:
    return list(Session.objects.filter(key__in=base.running).select_related("room").order_by("weekday", "starts", "pk"))


def what_ifs_kept() -> QuerySet[WhatIf]:
    """The latest first."""
    return WhatIf.objects.select_related("term").order_by("-at", "-pk")
