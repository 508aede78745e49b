"""Facts as bytes, the same for the same facts: whatever process writes them, in whatever order and zone they came.

JSON, UTF-8, on one line. Names are those of the dataclasses in their order; a decimal is a string without needless
zeros, an instant is in UTC, a zone is its name, a fraction is "1/2". What has no order of its own (every tuple of
facts) is sorted by what is written of it.
"""

import dataclasses
import datetime as dt
import hashlib
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from costs.savings.facts import SavingsFacts
from rota.safety import Band, RuleSet

Facts = TypeVar("Facts")


def canonical(value: Any) -> Any:
    """The same facts, each tuple of facts in order, instants in UTC, decimals plain. Equal facts become one."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    if isinstance(value, tuple):
        found = [canonical(each) for each in value]
        # Bands stand in order of age, rules in that of their precedence; pairs and words are no facts of their own.
        sorts = bool(found) and dataclasses.is_dataclass(found[0]) and not isinstance(found[0], Band | RuleSet)
        return tuple(sorted(found, key=_encoded) if sorts else found)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{each.name: canonical(getattr(value, each.name)) for each in dataclasses.fields(value)}
        )
    return value


def plain(value: Decimal) -> Decimal:
    """17.520000 as 17.52, 100 as 100 and never as 1E+2; no minus nought."""
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text) if value else Decimal(0)


def canonical_bytes(value: Any) -> bytes:
    return _encoded(canonical(value))


def read_canonical(document: bytes, kind: type[Facts]) -> Facts:
    """What was written. Raises msgspec.ValidationError for what is no such facts."""
    return msgspec.json.decode(document, type=kind, dec_hook=_read)


def digest_of(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class _Holder:
    """Any document that holds facts beside other things, which are passed over."""

    facts: SavingsFacts


def facts_in(document: bytes) -> SavingsFacts:
    return read_canonical(document, _Holder).facts


def _encoded(value: Any) -> bytes:
    return _ENCODER.encode(value)


def _write(value: Any) -> str:
    if isinstance(value, ZoneInfo):
        return value.key
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no canonical form")


def _read(kind: type, text: Any) -> Any:
    if kind is dt.tzinfo:
        return ZoneInfo(text)
    if kind is Fraction:
        return Fraction(text)
    raise NotImplementedError(f"{kind.__name__} has no canonical form")


_ENCODER = msgspec.json.Encoder(decimal_format="string", order="deterministic", enc_hook=_write)
