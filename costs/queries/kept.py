"""What is kept about money, for the pages on which it is kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator

from accounts.models import PAID_ROLES, Person
from costs import models
from costs.models import Budget, FeeRelief, ProgrammeEntry
from costs.programme_kinds import KINDS
from costs.queries.facts import rate_fact
from costs.savings import RateBook, Scenario, hourly_value
from nursery.models import Term
from rota.exact import EXACT, rounded
from rota.models import Duty

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """`value` is what the entry comes to in the central estimate; None where no rate holds on its day. `settled`: it
    is dated in a closed term."""

    entry: ProgrammeEntry
    value: Decimal | None
    settled: bool


@dataclass(frozen=True, slots=True)
class ReliefRow:
    relief: FeeRelief
    settled: bool


def programme_rows(number: str) -> tuple[list[ProgrammeRow], "Page[ProgrammeEntry]"]:
    """The latest first, a page of them: four queries."""
    page: Page[ProgrammeEntry] = Paginator(ProgrammeEntry.objects.order_by("-date", "kind", "pk"), A_PAGE).get_page(
        number
    )
    book, closed = RateBook(rate_fact(rate) for rate in models.Rate.objects.all()), closed_terms()
    rows = [ProgrammeRow(e, _value(e, book), _is_settled(e.date, closed)) for e in page.object_list]
    return rows, page


def _value(entry: ProgrammeEntry, book: RateBook) -> Decimal | None:
    if entry.amount is not None:
        return rounded(entry.amount)
    rate = book.on(entry.rate, Scenario.CENTRAL, entry.date)
    if rate is None or entry.hours is None:
        return None
    return rounded(EXACT.multiply(entry.hours, hourly_value(rate)))


def relief_rows(number: str) -> tuple[list[ReliefRow], "Page[FeeRelief]"]:
    """The latest first, a page of them: three queries."""
    page: Page[FeeRelief] = Paginator(FeeRelief.objects.order_by("-date", "-pk"), A_PAGE).get_page(number)
    closed = closed_terms()
    return [ReliefRow(relief, _is_settled(relief.date, closed)) for relief in page.object_list], page


def closed_terms() -> list[Term]:
    return list(Term.objects.filter(closed_at__isnull=False).order_by("starts"))


def _is_settled(day: dt.date, closed: Sequence[Term]) -> bool:
    return any(term.holds(day) for term in closed)


def programme_rate_keys() -> list[str]:
    """The keys of rates that are no duty's: what an hour of a programme task costs."""
    keys = models.Rate.objects.exclude(key__in=Duty.objects.values("key")).order_by("key")
    return list(keys.values_list("key", flat=True).distinct())


def own_programme_kinds() -> list[str]:
    """Kinds that this nursery has written itself."""
    kinds = ProgrammeEntry.objects.exclude(kind__in=KINDS).order_by("kind")
    return list(kinds.values_list("kind", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class PersonPay:
    """One paid person with all that is kept of their pay, the latest first; `now` is what holds today."""

    person: Person
    dated: list[models.Pay]
    now: models.Pay | None


def pay_of_people(today: dt.date) -> list[PersonPay]:
    """Whoever is paid today or has pay on record, by name: two queries."""
    dated: dict[int, list[models.Pay]] = {}
    for pay in models.Pay.objects.order_by("-starts"):
        dated.setdefault(pay.person_id, []).append(pay)
    people = [
        person
        for person in Person.objects.order_by("name", "pk")
        if person.pk in dated or (person.is_paid and (person.left is None or person.left >= today))
    ]
    return [PersonPay(each, rows := dated.get(each.pk, []), _on(rows, today)) for each in people]


def _on(dated: Sequence[models.Pay], day: dt.date) -> models.Pay | None:
    return next((pay for pay in dated if pay.starts <= day), None)


def paid_people(today: dt.date) -> list[Person]:
    people = Person.objects.filter(roles__overlap=[str(role) for role in PAID_ROLES]).order_by("name", "pk")
    return [person for person in people if person.left is None or person.left >= today]


@dataclass(frozen=True, slots=True)
class TermBudget:
    term: Term
    budget: Budget | None


def budgets_of_terms() -> list[TermBudget]:
    """Every term, the latest first: two queries."""
    budgets = {budget.term_id: budget for budget in Budget.objects.all()}
    return [TermBudget(term, budgets.get(term.pk)) for term in Term.objects.order_by("-starts")]
