"""Who changed what of the money, in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from accounts.models import Person
from costs.models import Change, Scenario
from costs.programme_kinds import say_programme_kind
from nursery.dates import parse_day, say_day
from nursery.models import Nursery, Term
from nursery.money import plain, say_hours, say_money
from rota.models import Duty

A_PAGE = 50
_MONEY = {"amount", "hourly_cost", "wage", "net", "programme", "fee_relief"}
_HOURS = {"hours", "parent_hours", "paid_hours"}
_PARTS = {"holiday", "ni", "pension", "bought"}
_UNSAID = {"at", "by", "changes"}  # of a what-if, kept so that it can be put back


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that changed: `before` and `after` are empty where there was or is nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SaidChange:
    """`hidden`: what changed is not this reader's to see (domain 01)."""

    at: dt.datetime
    actor: Person
    verb: str
    thing: str
    details: list[Detail]
    reason: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Names:
    people: Mapping[str, str]
    duties: Mapping[str, str]
    terms: Mapping[str, str]
    currency: str


def said_changes(number: str, nursery: Nursery, *, whole: bool) -> tuple[list[SaidChange], "Page[Change]"]:
    """The latest first, a page of them; `whole` shows what one paid person costs too. Five queries, four if not."""
    page: Page[Change] = Paginator(Change.objects.select_related("actor").order_by("-at", "-pk"), A_PAGE).get_page(
        number
    )
    names = _Names(
        dict(Person.objects.values_list("key", "name")) if whole else {},
        dict(Duty.objects.values_list("key", "name")),
        dict(Term.objects.values_list("key", "name")),
        nursery.currency,
    )
    return [_said(change, names, whole) for change in page.object_list], page


def _said(change: Change, names: _Names, whole: bool) -> SaidChange:
    before, after = change.before or {}, change.after or {}
    hidden = not whole and _is_one_persons(change.thing, before | after, names)
    return SaidChange(
        at=change.at,
        actor=change.actor,
        verb=change.get_verb_display(),
        thing=_things().get(change.thing, change.thing.replace("_", " ")),
        details=[] if hidden else _details(before, after, names),
        reason="" if hidden else change.reason,
        hidden=hidden,
    )


def _is_one_persons(thing: str, facts: Mapping[str, object], names: _Names) -> bool:
    """Pay; and a rate that is no duty's: what an hour of the manager costs."""
    return thing == "pay" or (thing == "rate" and facts.get("key") not in names.duties)


def _details(before: Mapping[str, object], after: Mapping[str, object], names: _Names) -> list[Detail]:
    """All that was said of it, and of what differs what it was before."""
    names_of_fields = _fields()
    order = {name: place for place, name in enumerate(names_of_fields)}
    found = []
    for name in sorted({*before, *after} - _UNSAID, key=lambda each: (order.get(each, len(order)), each)):
        was, is_now = (_value(name, facts.get(name), names) for facts in (before, after))
        if was == is_now or not before:
            was = ""
        found.append(Detail(names_of_fields.get(name, name.replace("_", " ")), was, is_now))
    return found


def _value(name: str, value: object, names: _Names) -> str:
    if value is None or value == "":
        return ""
    text = str(value)
    named = {"person": names.people, "term": names.terms, "key": names.duties}
    if name in named:
        return named[name].get(text, text)
    if name == "kind":
        return say_programme_kind(text)
    if name == "scenario":
        return str(Scenario(text).label) if text in Scenario.values else text
    if day := parse_day(text):
        return say_day(day, year=True)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if name in _MONEY:
        return say_money(number, names.currency)
    if name in _HOURS:
        return _("%(hours)s h") % {"hours": say_hours(number)}
    return _("%(percent)s %%") % {"percent": plain(number * 100)} if name in _PARTS else text


def _things() -> dict[str, str]:
    return {
        "budget": _("what is planned"),
        "feerelief": _("fee relief"),
        "pay": _("pay"),
        "programmeentry": _("programme"),
        "rate": _("a rate"),
        "term": _("a term"),
        "whatif": _("a what-if"),
    }


def _fields() -> dict[str, str]:
    """In the order in which they are said: what it is about comes first."""
    return {
        "person": _("of"),
        "term": _("of"),
        "key": _("of"),
        "name": _("called"),
        "scenario": _("estimate"),
        "kind": _("for"),
        "date": _("day"),
        "from": _("from"),
        "hours": _("hours"),
        "rate": _("at the rate"),
        "amount": _("amount"),
        "hourly_cost": _("an hour costs"),
        "wage": _("wage"),
        "holiday": _("holiday"),
        "ni": _("national insurance"),
        "pension": _("pension"),
        "bought": _("part bought"),
        "net": _("net"),
        "programme": _("programme"),
        "fee_relief": _("fee relief"),
        "parent_hours": _("parent hours"),
        "paid_hours": _("paid hours"),
        "source": _("source"),
        "evidence": _("evidence"),
    }
