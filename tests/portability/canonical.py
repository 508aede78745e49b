"""What a nursery file says, in one form: defaults filled in, lists in the order of the export.

Written from the format's page alone, so that the export is compared with something that does not share its code.
"""

import datetime as dt
from copy import deepcopy
from decimal import Decimal
from typing import Any

Document = dict[str, Any]

_ROLES = ["parent", "staff", "bank", "manager", "trustee", "treasurer"]
_CLEARANCES = ["dbs", "references", "induction", "pfa", "competence"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_POLICY = {
    "ratio_rounding": "per_band",
    "min_adults": 2,
    "parents_count": True,
    "cancel_notice_hours": 48,
    "cover_needs_manager": True,
    "open_to_all_days": 7,
    "call_out_wave_size": 5,
    "call_out_wave_minutes": 10,
    "year_starts": 4,
    "keep_child_years": 3,
    "keep_account_years": 6,
    "keep_message_months": 6,
}
_NURSERY = {"country": "GB-ENG", "timezone": "Europe/London", "language": "en-gb", "currency": "GBP"}
_END = "9999"  # an open end comes after every other


def canonical(document: Document) -> Document:
    """`document` as the export is expected to write it.

    `covers` is left out on both sides of a comparison where a file leaves it to the import (see `without_covers`).
    """
    d = deepcopy(document)
    d["nursery"] = _NURSERY | d["nursery"]
    d["policy"] = {k: v for k, v in (_POLICY | d.get("policy", {})).items() if v is not None}
    for part in _SORTED:
        if part in d:
            for entry in d[part]:
                _FILLED.get(part, _as_it_is)(entry)
            d[part].sort(key=_SORTED[part])
            if not d[part]:
                del d[part]
    if "bookings" in d:
        d["bookings"] = _bookings(d)
    return d


def without_covers(document: Document) -> Document:
    d = deepcopy(document)
    for booking in d.get("bookings", []):
        booking.pop("covers", None)
    return d


def number(text: str, places: int = 0) -> str:
    """A decimal without needless zeros, with `places` at least."""
    whole, _point, rest = f"{Decimal(text):f}".partition(".")
    rest = rest.rstrip("0").ljust(places, "0")
    return f"{whole}.{rest}" if rest else whole


def _as_it_is(entry: Document) -> None:
    pass


def _drop(entry: Document, **defaults: Any) -> None:
    """Leave out what says no more than leaving it out."""
    for name, default in defaults.items():
        if entry.get(name) == default:
            del entry[name]


def _duty(e: Document) -> None:
    e.setdefault("counts_towards_share", True)
    e["needs"] = sorted(set(e.get("needs", [])), key=_CLEARANCES.index)


def _term(e: Document) -> None:
    _moments(e)
    for closure in e.get("closures", []):
        _drop(closure, name="")
    e["closures"] = sorted(e.get("closures", []), key=lambda c: (c["starts"], c["ends"], c.get("name", "")))
    for name in ("net", "programme", "fee_relief", "parent_hours", "paid_hours"):
        if name in e.get("budget", {}):
            e["budget"][name] = number(e["budget"][name], 0 if name.endswith("hours") else 2)
    _drop(e.get("budget", {}), note="")
    _drop(e, closures=[], budget={})


def _family(e: Document) -> None:
    e["share"] = number(e.get("share", "1"))
    for share in e.get("shares", []):
        share["share"] = number(share["share"])
    for child in e.get("children", []):
        child["sessions"] = [
            s["session"] if isinstance(s, dict) and set(s) == {"session"} else s for s in child["sessions"]
        ]
        child["sessions"].sort(
            key=lambda s: (
                (s, "", _END) if isinstance(s, str) else (s["session"], s.get("from", ""), s.get("until", _END))
            )
        )
    for relief in e.get("reliefs", []):
        relief["lifted"] = number(relief["lifted"])
    e["shares"] = sorted(e.get("shares", []), key=lambda s: s["from"])
    e["children"] = sorted(e.get("children", []), key=lambda c: c["key"])
    e["reliefs"] = sorted(
        e.get("reliefs", []), key=lambda r: (r["starts"], r["ends"], Decimal(r["lifted"]), r["approved_by"])
    )
    _drop(e, shares=[], children=[], reliefs=[])


def _person(e: Document) -> None:
    e["roles"] = sorted(set(e["roles"]), key=_ROLES.index)
    e.setdefault("level", 0)
    e.setdefault("adult", True)
    for clearance in e.get("clearances", []):
        _moments(clearance)
        _drop(clearance, reference="", decision="accepted")
    for pay in e.get("pay", []):
        pay["hourly_cost"] = number(pay["hourly_cost"], 2)
    e["levels"] = sorted(e.get("levels", []), key=lambda x: x["from"])
    e["pay"] = sorted(e.get("pay", []), key=lambda x: x["from"])
    e["clearances"] = sorted(
        e.get("clearances", []),
        key=lambda c: (
            *(c["kind"], c["from"], c.get("until", _END), c.get("reference", "")),
            *(c.get("issued", _END), c.get("level", ""), c.get("checked_by", ""), c.get("decision", "accepted")),
            *(c.get(name, "~") for name in ("recorded_at", "replaced_at")),
        ),
    )
    _wishes(e.get("reminders", {}))
    _drop(e, levels=[], pay=[], clearances=[], reminders={})


def _wishes(e: Document) -> None:
    if "quiet" in e:
        e["quiet"].setdefault("call_outs_pass", False)
    for kind in e.get("kinds", []):
        kind.setdefault("timing", "at_once")
    e["kinds"] = sorted(e.get("kinds", []), key=lambda k: k["kind"])
    _drop(e, kinds=[])


def _places(e: Document) -> None:
    e.setdefault("paid_places", 0)
    e.setdefault("parent_places", 0)


def _shift(e: Document) -> None:
    _places(e)
    _drop(e, status="planned", occasion=e["date"], by_plan=False)


def _contribution(e: Document) -> None:
    _moments(e)
    e["hours"] = number(e["hours"])
    e.setdefault("confirmed", False)
    _drop(e, note="")


def _rate(e: Document) -> None:
    e["wage"] = number(e["wage"], 2)
    for name in ("holiday", "ni", "pension", "bought"):
        if name in e:
            e[name] = number(e[name])
    _drop(e, holiday="0", ni="0", pension="0")


def _money(e: Document) -> None:
    if "hours" in e:
        e["hours"] = number(e["hours"])
    if "amount" in e:
        e["amount"] = number(e["amount"], 2)
    _drop(e, note="")


def moment(text: str) -> str:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _moments(e: Document) -> None:
    for name in (
        *("asked_at", "ended_at", "offered_at", "decided_at", "closed_at", "at", "recorded_at", "replaced_at"),
        *("started_at", "next_wave_at", "proposed_at", "entered_at", "answered_at", "confirmed_at", "declined_at"),
    ):
        if name in e:
            e[name] = moment(e[name])


def _history(e: Document) -> None:
    _moments(e)
    for facts in (e.get("before", {}), e.get("after", {})):
        for span in (facts, *facts.get("breaks", [])):
            span |= {name: moment(span[name]) for name in ("from", "to") if name in span}


def _cover_request(e: Document) -> None:
    _moments(e)
    _drop(e, order=1, offers=[])
    _asks(e)
    for offer in e.get("offers", []):
        _moments(offer)
    if "offers" in e:
        e["offers"].sort(key=lambda o: (o["offered_at"], o["person"]))


def _swap(e: Document) -> None:
    _moments(e)
    for side in ("given", "wanted"):
        _drop(e[side], order=1)


def _asks(e: Document) -> None:
    _moments(e)
    _drop(e, asks=[], wave=0)
    for ask in e.get("asks", []):
        _moments(ask)
    if "asks" in e:
        e["asks"].sort(key=lambda a: (a["wave"], a["asked_at"], a["person"]))


def _bookings(d: Document) -> list[Document]:
    shifts = {s["key"]: s for s in d.get("shifts", [])}
    of_patterns = {(s["pattern"], s.get("occasion", s["date"])): s["key"] for s in shifts.values() if "pattern" in s}
    patterns = {p["key"]: p for p in d.get("shift_patterns", [])}

    def place(booking: Document) -> tuple[Any, ...]:
        if "shift" in booking:
            shift = shifts[booking["shift"]]
            return (shift["date"], shift["starts"], booking["shift"], booking["place"], booking["person"])
        pattern = patterns[booking["pattern"]]
        return (booking["date"], pattern["starts"], booking["pattern"], booking["place"], booking["person"])

    for booking in d["bookings"]:
        key = of_patterns.get((booking.get("pattern"), booking.get("date")))
        if key is not None:  # a pattern's shift that is listed goes by its own key
            del booking["pattern"], booking["date"]
            booking["shift"] = key
        _drop(booking, shadow=False, confirmed=booking["status"] == "worked", breaks=[])
        if "breaks" in booking:
            booking["breaks"].sort(key=lambda b: b["from"])
    return sorted(d["bookings"], key=place)


def _adjustment(e: Document) -> None:
    _moments(e)
    if "hours" in e:
        e["hours"] = number(e["hours"])
    for name in ("amount", "value_low", "value_central", "value_high"):
        if name in e:
            e[name] = number(e[name], 2)


_FILLED = {
    "duties": _duty,
    "terms": _term,
    "families": _family,
    "people": _person,
    "shift_patterns": _places,
    "shifts": _shift,
    "standing_turns": lambda e: _drop(e, every=1),
    "cover_requests": _cover_request,
    "offers": _moments,
    "swaps": _swap,
    "call_outs": _asks,
    "history": _history,
    "contributions": _contribution,
    "rates": _rate,
    "programme": _money,
    "fee_relief": _money,
    "closings": _moments,
    "adjustments": _adjustment,
}


def _key(e: Document) -> str:
    return str(e["key"])


_SORTED: dict[str, Any] = {
    "terms": _key,
    "rooms": _key,
    "sessions": _key,
    "families": _key,
    "people": _key,
    "duties": _key,
    "ratio_rules": lambda e: (e["from"], e["id"]),
    "meals": lambda e: (e["room"], _WEEKDAYS.index(e["weekday"]), e["starts"], e["ends"]),
    "shift_patterns": _key,
    "standing_turns": lambda e: (
        e["pattern"],
        e["place"],
        e["person"],
        e.get("from", ""),
        e.get("until", _END),
        e.get("every", 1),
    ),
    "shifts": _key,
    "cover_requests": lambda e: (e["asked_at"], e["person"]),
    "offers": lambda e: (e["offered_at"], e.get("date", ""), e["place"], e["person"]),
    "swaps": lambda e: (e["asked_at"], e["given"]["person"], e["wanted"]["person"]),
    "history": lambda e: e["at"],
    "contributions": lambda e: (
        *(e["date"], e["person"], e["duty"], Decimal(e["hours"]), e["confirmed"]),
        *(e.get(name, "") for name in ("confirmed_at", "declined_at", "note", "confirmed_by", "declined_by")),
    ),
    "day_marks": lambda e: (e["date"], e["child"], e["mark"], e.get("session", _END)),
    "absences": lambda e: (e["starts"], e["ends"], e["person"]),
    "reserves": lambda e: (
        e["person"],
        _WEEKDAYS.index(e["weekday"]) if "weekday" in e else 7,
        *(e.get(name, "") for name in ("shift", "pattern", "date")),
    ),
    "call_outs": lambda e: (e["started_at"], e.get("date", "")),
    "rates": lambda e: (e["key"], e.get("scenario", ""), e["from"]),
    "closings": lambda e: e["term"],
    "adjustments": lambda e: (e["date"], e["entered_at"]),
    "programme": lambda e: (
        e["date"],
        e["kind"],
        e.get("rate", ""),
        Decimal(e.get("hours", "999999")),
        Decimal(e.get("amount", "999999")),
        e.get("note", ""),
    ),
    "fee_relief": lambda e: (e["date"], Decimal(e["amount"]), e.get("note", "")),
}
