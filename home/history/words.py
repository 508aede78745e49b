"""Each recorded change as a sentence, with what it was before and became."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import DbsLevel, Decision, Level, RoleKind
from costs.models import Scenario
from home.history.naming import Names
from nursery.dates import parse_day, say_day, say_moment
from nursery.models import ClearanceKind, Nursery, Operation, Recorded, Rounding
from nursery.money import plain, say_money, say_part
from rota.models import BookingStatus, PlaceKind, Pricing

Facts = Mapping[str, Any]


class Thing(TextChoices):
    """What is recorded, by the name of its model, as readers choose among it."""

    BOOKING = "booking", lazy("bookings")
    BREAK = "break", lazy("breaks")
    CLEARANCE = "clearance", lazy("clearances")
    LEVEL = "personlevel", lazy("qualification levels")
    PERSON = "person", lazy("people and their roles")
    DEPUTY = "deputy", lazy("deputies")
    RELIEF = "relief", lazy("what is lifted of shares")
    FAMILY = "family", lazy("families’ shares")
    FAMILY_SHARE = "familyshare", lazy("families’ shares from a day on")
    RATE = "rate", lazy("rates")
    FEE_RELIEF = "feerelief", lazy("fee relief")
    PAY = "pay", lazy("pay")
    POLICY = "policy", lazy("the nursery’s rules")
    NURSERY = "nursery", lazy("the nursery itself")
    TERM = "term", lazy("terms")
    DUTY = "duty", lazy("duties")
    RATIO_RULE = "ratiorule", lazy("its own ratio rules")


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that changed: `before` and `after` are empty where there was or is nothing, `veiled` where it is not
    kept what it held."""

    name: str
    before: str
    after: str
    veiled: bool = False


# What was done to a thing, each as a sentence; %(what)s and %(whose)s are put together below.
_SENTENCES: Mapping[str, tuple[Promise, Promise, Promise]] = {
    Thing.BOOKING: (
        lazy("%(whose)s: booked for %(what)s"),
        lazy("%(whose)s: booking changed, %(what)s"),
        lazy("%(whose)s: taken out of %(what)s"),
    ),
    Thing.BREAK: (
        lazy("%(whose)s: break entered, %(what)s"),
        lazy("%(whose)s: break changed, %(what)s"),
        lazy("%(whose)s: break taken out, %(what)s"),
    ),
    Thing.CLEARANCE: (
        lazy("%(whose)s: put on record, %(what)s"),
        lazy("%(whose)s: changed on record, %(what)s"),
        lazy("%(whose)s: taken off the record, %(what)s"),
    ),
    Thing.LEVEL: (
        lazy("%(whose)s: qualification level entered"),
        lazy("%(whose)s: qualification level changed"),
        lazy("%(whose)s: qualification level taken out"),
    ),
    Thing.PERSON: (
        lazy("%(whose)s: entered as somebody of the nursery"),
        lazy("%(whose)s: changed of what the nursery knows"),
        lazy("%(whose)s: removed"),
    ),
    Thing.DEPUTY: (
        lazy("%(whose)s: named as deputy"),
        lazy("%(whose)s: days as deputy changed"),
        lazy("%(whose)s: no longer deputy"),
    ),
    Thing.RELIEF: (
        lazy("%(family)s: part of the share lifted"),
        lazy("%(family)s: changed what is lifted of the share"),
        lazy("%(family)s: no longer lifted of the share"),
    ),
    Thing.FAMILY: (
        lazy("%(family)s: entered as a family"),
        lazy("%(family)s: changed as a family"),
        lazy("%(family)s: removed as a family"),
    ),
    Thing.FAMILY_SHARE: (
        lazy("%(family)s: another share agreed"),
        lazy("%(family)s: agreed share changed"),
        lazy("%(family)s: agreed share taken out"),
    ),
    Thing.RATE: (
        lazy("A rate added: %(what)s"),
        lazy("A rate changed: %(what)s"),
        lazy("A rate removed: %(what)s"),
    ),
    Thing.FEE_RELIEF: (
        lazy("Fee relief added"),
        lazy("Fee relief changed"),
        lazy("Fee relief removed"),
    ),
    Thing.PAY: (
        lazy("%(whose)s: what an hour costs entered"),
        lazy("%(whose)s: what an hour costs changed"),
        lazy("%(whose)s: what an hour costs removed"),
    ),
    Thing.POLICY: (
        lazy("The nursery’s rules entered"),
        lazy("The nursery’s rules changed"),
        lazy("The nursery’s rules removed"),
    ),
    Thing.NURSERY: (
        lazy("The nursery entered"),
        lazy("The nursery changed"),
        lazy("The nursery removed"),
    ),
    Thing.TERM: (
        lazy("A term added: %(what)s"),
        lazy("A term changed: %(what)s"),
        lazy("A term removed: %(what)s"),
    ),
    Thing.DUTY: (
        lazy("A duty added: %(what)s"),
        lazy("A duty changed: %(what)s"),
        lazy("A duty removed: %(what)s"),
    ),
    Thing.RATIO_RULE: (
        lazy("A ratio rule of the nursery’s own added: %(what)s"),
        lazy("A ratio rule of the nursery’s own changed: %(what)s"),
        lazy("A ratio rule of the nursery’s own removed: %(what)s"),
    ),
}

# How columns are called, in the order in which they are said. What is not here stands in the sentence already.
_FIELDS: Mapping[str, Promise] = {
    "status": lazy("it is"),
    "kind": lazy("place"),
    "shadow": lazy("as a shadow"),
    "covers_id": lazy("beside"),
    "place_id": lazy("place number"),
    "confirmed": lazy("marked"),
    "there_from": lazy("there from"),
    "there_to": lazy("there until"),
    "starts_at": lazy("from"),
    "ends_at": lazy("until"),
    "roles": lazy("roles"),
    "level": lazy("level"),
    "adult": lazy("17 or over"),
    "family_id": lazy("family"),
    "account_id": lazy("signs in by an account"),
    "joined": lazy("joined"),
    "left": lazy("leaves"),
    "starts": lazy("from"),
    "ends": lazy("until"),
    "issued": lazy("issued"),
    "decision": lazy("decision"),
    "checked_by_id": lazy("checked by"),
    "replaced_at": lazy("corrected"),
    "lifted": lazy("lifted"),
    "approved_by_id": lazy("approved by"),
    "share": lazy("share"),
    "scenario": lazy("estimate"),
    "wage": lazy("wage"),
    "holiday": lazy("holiday"),
    "ni": lazy("national insurance"),
    "pension": lazy("pension"),
    "bought": lazy("part bought"),
    "date": lazy("day"),
    "amount": lazy("amount"),
    "closed_at": lazy("closed"),
    "pricing": lazy("priced as"),
    "counts_towards_share": lazy("counts towards the share"),
    "needs": lazy("needs"),
    "slug": lazy("address"),
    "key": lazy("called in files"),
    "country": lazy("country"),
    "timezone": lazy("time zone"),
    "language": lazy("language"),
    "currency": lazy("currency"),
    "ratio_rounding": lazy("rounding"),
    "min_adults": lazy("adults in a room at least"),
    "parents_count": lazy("parents count"),
    "cancel_notice_hours": lazy("hours’ notice to give a place back"),
    "cover_needs_manager": lazy("cover needs the manager"),
    "booking_opens_days": lazy("booking opens, days ahead"),
    "family_limit_percent": lazy("a family may book ahead, in % of its share"),
    "open_to_all_days": lazy("open to all, days ahead"),
    "call_out_wave_size": lazy("people asked at a time"),
    "call_out_wave_minutes": lazy("minutes between asking"),
    "year_starts": lazy("month that the year begins in"),
    "keep_child_years": lazy("years that children’s records are kept"),
    "keep_account_years": lazy("years that a member’s records are kept"),
    "keep_message_months": lazy("months that messages are kept"),
    # Veiled: that they changed, never what they held.
    "name": lazy("name"),
    "email": lazy("e-mail"),
    "phone": lazy("telephone"),
    "reference": lazy("reference"),
    "source": lazy("source"),
    "evidence": lazy("evidence"),
    "note": lazy("note"),
    "hourly_cost": lazy("what an hour costs"),
    "body": lazy("the rule"),
}
_ORDER = {name: place for place, name in enumerate(_FIELDS)}
_VEILED = {"name", "email", "phone", "reference", "source", "evidence", "note", "hourly_cost", "body"}
# In the sentence, said of the same row's other column, or of no meaning to a reader.
_UNSAID = {"person_id", "shift_id", "booking_id", "recorded_at", "place_id"}
_IN_THE_SENTENCE: Mapping[str, set[str]] = {
    Thing.CLEARANCE: {"kind"},
    Thing.RATE: {"key"},
    Thing.TERM: {"key"},
    Thing.DUTY: {"key"},
    Thing.RATIO_RULE: {"key"},
}
_CHOICES: Mapping[str, Any] = {
    "status": BookingStatus,
    "decision": Decision,
    "scenario": Scenario,
    "ratio_rounding": Rounding,
    "pricing": Pricing,
}


def sentence(record: Recorded, names: Names) -> str:
    """What was done, without who did it."""
    operations = (Operation.ADDED, Operation.CHANGED, Operation.REMOVED)
    said = str(_SENTENCES[record.thing][operations.index(Operation(record.operation))])
    return said % {
        "whose": names.person(record.person),
        "family": names.family(record.family),
        "what": _what(record, names) if "%(what)s" in said else "",
    }


def _what(record: Recorded, names: Names) -> str:
    facts = (record.before or {}) | (record.after or {})
    match record.thing:
        case Thing.BOOKING:
            return names.shift(facts["shift_id"]) if "shift_id" in facts else names.booking(record.row)
        case Thing.BREAK:
            return names.booking(facts["booking_id"]) if "booking_id" in facts else _("a turn of theirs")
        case Thing.CLEARANCE:
            known = names.clearances.get(record.row)
            kind = facts.get("kind") or (known.kind if known is not None else "")
            return str(ClearanceKind(kind).label) if kind else _("something that was taken out since")
        case Thing.RATE:
            rate = names.rates.get(record.row)
            key = facts.get("key") or (rate.key if rate is not None else "")
            return names.duty(key) if key else _("one that was removed since")
        case Thing.TERM:
            term = names.terms.get(record.row)
            return term.name if term is not None else facts.get("key") or _("one that was removed since")
        case Thing.DUTY:
            duty = names.duties.get(record.row)
            return duty.name if duty is not None else facts.get("key") or _("one that was removed since")
        case _:
            return str(facts.get("key") or "")


def details(record: Recorded, names: Names, nursery: Nursery) -> list[Detail]:
    """What it was and became; of what was added or removed as much as there is to say."""
    before, after = record.before or {}, record.after or {}
    if record.operation != Operation.CHANGED:  # said once, and nothing of what it is not
        before, after = {}, {name: value for name, value in (before | after).items() if value is not False}
    unsaid = _UNSAID if record.operation == Operation.CHANGED else _UNSAID | _IN_THE_SENTENCE.get(record.thing, set())
    found = []
    for name in sorted({*before, *after} - unsaid, key=lambda each: (_ORDER.get(each, len(_ORDER)), each)):
        if name in _VEILED:
            found.append(Detail(str(_FIELDS[name]), "", "", veiled=True))
            continue
        was, becomes = (_value(record.thing, name, facts.get(name), names, nursery) for facts in (before, after))
        if was or becomes:
            found.append(Detail(str(_FIELDS.get(name, name)), was, becomes))
    return found


def _value(thing: str, name: str, value: Any, names: Names, nursery: Nursery) -> str:
    if value is None or value == "" or value == []:
        return ""
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    if name in _SAID:
        return _SAID[name](value, names, nursery)
    if name == "level":
        return str(DbsLevel(value).label if thing == Thing.CLEARANCE else value or Level.NONE.label)
    if name == "kind":
        return str(PlaceKind(value).label if thing in {Thing.BOOKING, Thing.BREAK} else ClearanceKind(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and (day := parse_day(value)):
        return say_day(day, year=True)
    return plain(Decimal(value)) if isinstance(value, int | Decimal) else str(value)


def _moment(value: Any, names: Names, nursery: Nursery) -> str:
    return say_moment(dt.datetime.fromisoformat(value), nursery.zone)


def _person(value: Any, names: Names, nursery: Nursery) -> str:
    return names.person(value)


def _money(value: Any, names: Names, nursery: Nursery) -> str:
    return say_money(Decimal(value), nursery.currency)


def _part(value: Any, names: Names, nursery: Nursery) -> str:
    return say_part(Decimal(value))


_SAID: Mapping[str, Callable[[Any, Names, Nursery], str]] = {
    "roles": lambda value, names, nursery: ", ".join(str(RoleKind(role).label) for role in value),
    "needs": lambda value, names, nursery: ", ".join(str(ClearanceKind(kind).label) for kind in value),
    "covers_id": lambda value, names, nursery: names.booking(value),
    "family_id": lambda value, names, nursery: names.family(value),
    "account_id": lambda value, names, nursery: _("yes"),
    "checked_by_id": _person,
    "approved_by_id": _person,
    "there_from": _moment,
    "there_to": _moment,
    "starts_at": _moment,
    "ends_at": _moment,
    "closed_at": _moment,
    "replaced_at": _moment,
    "wage": _money,
    "amount": _money,
    "lifted": _part,
    "holiday": _part,
    "ni": _part,
    "pension": _part,
    "bought": _part,
}
