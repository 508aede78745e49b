"""Hours given outside the rota: what suits somebody, what waits, what is one's own."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accounts.models import Person
from nursery.models import Nursery, Term
from rota.exact import ZERO
from rota.models import LIVE, Booking, Contribution, Duty, Pricing
from rota.queries.marks import term_holding
from rota.queries.shares import ShareWith, shares_page
from rota.rules.contributions import Given, LogQuestion, not_another_refusal

FEW = 30  # of one's own, the latest first


@dataclass(frozen=True, slots=True)
class LogOffer:
    """What the page of logging offers: duties outside the children's rooms, those that this person gave before first;
    `hours` are those of the last time, None where there was none."""

    duties: list[Duty]
    hours: Decimal | None


def log_offer(me: Person) -> LogOffer:
    """Two queries. After one's own come those that others give, the most frequent first."""
    duties = list(Duty.objects.exclude(pricing=Pricing.CARE).order_by("name", "key"))
    rows = list(
        Contribution.objects.filter(duty__in=duties)
        .order_by("-date", "-pk")
        .values_list("person", "duty", "hours")[:1000]
    )
    mine = [(duty, hours) for person, duty, hours in rows if person == me.pk]
    latest = {duty: place for place, (duty, _hours) in reversed(list(enumerate(mine)))}
    frequent = Counter(duty for _person, duty, _hours in rows)
    duties.sort(key=lambda duty: (latest.get(duty.pk, len(mine)), -frequent[duty.pk]))
    return LogOffer(duties, mine[0][1] if mine else None)


def log_question(given: Given, giver: Person, today: dt.date) -> LogQuestion:
    """Four queries."""
    mine = Contribution.objects.filter(person=giver, date=given.day, declined_at=None)
    logged = mine.aggregate(sum=Sum("hours"))["sum"] or ZERO
    booked = Booking.objects.filter(person=giver, shift__date=given.day, status__in=LIVE).select_related("shift")
    on_rota = sum((booking.shift.hours for booking in booked), ZERO)
    same = mine.filter(duty=given.duty, hours=given.hours, note=given.note).exists()
    return LogQuestion(given, giver, today, term_holding(given.day), logged + on_rota, same)


def waiting_contributions() -> QuerySet[Contribution]:
    """Neither confirmed nor declined, and not in a closed term, whose figures are settled without them."""
    closed = Term.objects.filter(closed_at__isnull=False, starts__lte=OuterRef("date"), ends__gte=OuterRef("date"))
    return Contribution.objects.filter(~Exists(closed), confirmed=False, declined_at=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many contributions wait for somebody to confirm them: one's own, and those that one may confirm."""

    mine: int
    others: int


def waiting_for(me: Person) -> Waiting:
    """One query. Anybody may confirm, but only whoever approves, and trustees, are asked to."""
    asked = me.approves or me.is_trustee
    family = Q(person__family=me.family_id) if me.family_id is not None else Q(person=me.pk)
    account = Q(person__account=me.account_id) if me.account_id is not None else Q(person=me.pk)
    counts = waiting_contributions().aggregate(
        mine=Count("pk", filter=Q(person=me.pk)), not_others=Count("pk", filter=family | account), every=Count("pk")
    )
    return Waiting(counts["mine"], counts["every"] - counts["not_others"] if asked and me.adult else 0)


@dataclass(frozen=True, slots=True)
class MyContribution:
    given: Contribution
    with_it: ShareWith | None  # what it does for the family's share; only of what waits and counts towards it


@dataclass(frozen=True, slots=True)
class ContributionsPage:
    """`to_confirm` the earliest first, `decided` what I confirmed or declined lately, `mine` the latest first."""

    to_confirm: list[Contribution]
    decided: list[Contribution]
    mine: list[MyContribution]
    hours: Decimal  # mine, confirmed, in the term of today


def contributions_page(me: Person, nursery: Nursery, today: dt.date) -> ContributionsPage:
    """Four queries, and nine more where something of mine waits that counts towards my family's share."""
    rows = Contribution.objects.select_related("person", "duty", "confirmed_by", "declined_by")
    waiting = list(waiting_contributions().select_related("person", "duty").order_by("date", "pk"))
    mine = list(rows.filter(person=me).order_by("-date", "-pk")[:FEW])
    decided = rows.filter(Q(confirmed_by=me) | Q(declined_by=me)).order_by("-date", "-pk")
    term = term_holding(today)
    counting = [
        given for given in mine if given.waits and given.duty.counts_towards_share and term and term.holds(given.date)
    ]
    standing = shares_page(nursery, term, me.family_id).mine if counting and term and me.family_id else None
    done, due = (standing.share.done, standing.share.due) if standing else (ZERO, ZERO)
    with_each: dict[int, ShareWith] = {}
    for given in reversed(counting if due else []):
        done += given.hours
        with_each[given.pk] = ShareWith(done, due)
    return ContributionsPage(
        [given for given in waiting if not_another_refusal(given, me) is None],
        list(decided[:FEW]),
        [MyContribution(given, with_each.get(given.pk)) for given in mine],
        sum((given.hours for given in mine if given.confirmed and term and term.holds(given.date)), ZERO),
    )


def share_with_contribution(given: Contribution, nursery: Nursery) -> ShareWith | None:
    """Where the giver's family stands in the term of its day once `given` is confirmed; None where it does nothing
    for the share or nothing is due. Ten queries."""
    if given.person.family_id is None or not given.duty.counts_towards_share:
        return None
    term = term_holding(given.date)
    mine = shares_page(nursery, term, given.person.family_id).mine if term is not None else None
    if mine is None or not mine.share.due:
        return None
    return ShareWith(mine.share.done + (ZERO if given.confirmed else given.hours), mine.share.due)
