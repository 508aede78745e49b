"""What each family owes in a term and has done, from rows."""

import datetime as dt
from decimal import Decimal

from accounts.models import Family
from nursery.models import Nursery, Term
from rota.queries.engine_facts import contribution_facts, family_facts, rota_facts
from rota.shares import TermShares, term_shares


def shares_of_term(nursery: Nursery, term: Term) -> TermShares:
    """Every family's share of `term`, by the engine: the rota's facts and four queries more."""
    rota = rota_facts(nursery, term.starts, term.ends)
    facts = next(each for each in rota.terms if each.key == term.key)
    return term_shares(rota, facts, family_facts(), contribution_facts(term.starts, term.ends))


def term_on(day: dt.date) -> Term | None:
    return Term.objects.filter(starts__lte=day, ends__gte=day).first()


def attainments(nursery: Nursery, day: dt.date) -> dict[int, Decimal | None]:
    """Done / due of each family in the term that `day` is in, by the family's id; None where nothing is due.

    Empty on a day outside every term. For putting people in order, never for showing.
    """
    term = term_on(day)
    if term is None:
        return {}
    ids = dict(Family.objects.values_list("key", "pk"))
    return {ids[share.family]: share.attainment for share in shares_of_term(nursery, term).families}
