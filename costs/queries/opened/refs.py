"""How an opened figure is named in an address, so that every page finds the same one again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Self

from nursery.money import plain
from rota.exact import rounded

_SHARE = 6  # places to which a report gives the part bought


class Kind(StrEnum):
    """What a figure is of. `of` in a reference is a duty's key, of the programme its kind, of fee relief nothing."""

    VALUE = "value"  # a duty at one rate and one part bought
    PREMIUM = "premium"  # paid cover of a duty; never of one hourly cost, which is one person's
    PROGRAMME = "programme"
    RELIEF = "relief"
    NO_RATE = "no_rate"  # hours that a rate is missing for
    NO_PREMIUM = "no_premium"  # paid cover of which the rate or the pay is missing
    ENRICHING = "enriching"
    UNCONFIRMED = "unconfirmed"
    LEARNING = "learning"
    UNPRICED = "unpriced"
    PARENTS = "parents"  # all that parents gave on a duty, priced or not
    PAID = "paid"


# Parents' hours that have no price, in the order in which they are told.
NOT_PRICED = (Kind.NO_RATE, Kind.ENRICHING, Kind.UNCONFIRMED, Kind.LEARNING, Kind.UNPRICED)
OF_PAID_PEOPLE = frozenset({Kind.PAID, Kind.PREMIUM, Kind.NO_PREMIUM})


@dataclass(frozen=True, slots=True)
class Ref:
    """`rate` and `bought` tell value lines of one duty apart; the others have none."""

    kind: Kind
    of: str = ""
    rate: Decimal | None = None
    bought: Decimal | None = None

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address, beside the period and the estimate."""
        found = {"kind": str(self.kind)} | ({"of": self.of} if self.of else {})
        if self.rate is not None:
            found["rate"] = plain(self.rate, 2)
        if self.bought is not None:
            found["bought"] = plain(self.bought)
        return found

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self | None:
        """None where an address names no figure that there could be."""
        try:
            kind = Kind(query.get("kind", ""))
            rate, bought = (Decimal(query[name]) if query.get(name) else None for name in ("rate", "bought"))
        except (ValueError, InvalidOperation):
            return None
        if any(
            number is not None and not (number.is_finite() and number.copy_abs() < _TOO_MUCH)
            for number in (rate, bought)
        ):
            return None
        return cls(kind, query.get("of", ""), rate, bought)

    def found_in(self, refs: Iterable["Ref"]) -> list["Ref"]:
        """Those that this one may mean: itself, if it is there; else those alike to the places that a report prints,
        or in what this one leaves out."""
        alike = [ref for ref in refs if (ref.kind, ref.of) == (self.kind, self.of)]
        if self in alike:
            return [self]
        return [ref for ref in alike if _fits(self.rate, ref.rate) and _fits(self.bought, ref.bought)]


_TOO_MUCH = Decimal(10) ** 12  # beyond any rate; keeps what somebody types from being reckoned with


def _fits(asked: Decimal | None, known: Decimal | None) -> bool:
    return asked is None or (known is not None and rounded(known, _SHARE) == rounded(asked, _SHARE))
