"""Money, and parts of a whole, as people type them. Both come out as `Decimal`; no float passes through here."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nursery.money import ONE, SYMBOLS, ZERO, plain, say_money

_THOUSANDS = re.compile(r"^[1-9]\d{0,2}(?:[, ’']\d{3})+(\.\d+)?$")
_COMMA = re.compile(r"^\d*,\d+$")
_NUMBER = re.compile(r"^(?:\d+\.?\d*|\.\d+)$")
_SPACES = re.compile(r"\s")
_ONE_PERCENT = Decimal("0.01")
_MINUS = "-−–"


def read_number(text: str, *, thousands: bool = True) -> Decimal | None:
    """ "12.71", "1,200", "1 200.50", "12,71", ".5", "−3"; None for what is no number.

    A comma parts thousands where three digits follow it (not where `thousands` is False), and decimals otherwise.
    """
    text = _SPACES.sub(" ", text.strip())
    sign = text[:1] in _MINUS and bool(text)
    text = text[1:].strip() if sign else text
    if thousands and _THOUSANDS.match(text):
        text = re.sub(r"[, ’']", "", text)
    elif _COMMA.match(text):
        text = text.replace(",", ".")
    if not _NUMBER.match(text):
        return None
    return -Decimal(text) if sign else Decimal(text)


def _places(number: Decimal) -> int:
    return len(plain(number).partition(".")[2])


class MoneyField(forms.CharField):
    """An amount as people type it: "£1,200", "12.71", "12,71", "1 200", "50p"; kept as Decimal("1200").

    `least` and `most` are the bounds, both included; `places` how many decimals are kept. A form may set `currency`,
    the nursery's own.
    """

    default_error_messages = {
        "invalid": _("We can’t read this as an amount. Write it like 12.71 or 1,200."),
        "negative": _("An amount can’t be less than nothing. Write it without the minus."),
        "least": _("This is less than can be meant. Write at least %(amount)s."),
        "most": _("This is more than can be meant. Write at most %(amount)s."),
        "places": _("Write it with at most %(places)s places behind the point."),
        "currency": _("Amounts are kept in %(currency)s here. Write it without another sign."),
    }
    currency = "GBP"

    def __init__(
        self, *, least: Decimal = ZERO, most: Decimal = Decimal(10_000_000), places: int = 2, **kwargs: Any
    ) -> None:
        self.least, self.most, self.places = least, most, places
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 12, "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        number = self._read(text)
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if number < 0 <= self.least:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if number < self.least:
            raise self._out_of_bounds("least", self.least)
        if number > self.most:
            raise self._out_of_bounds("most", self.most)
        if _places(number) > self.places:
            raise ValidationError(self.error_messages["places"], code="places", params={"places": self.places})
        return number

    def _read(self, text: str) -> Decimal | None:
        sign = text[0] if text[0] in _MINUS else ""
        bare = text[len(sign) :].strip()
        for mark in (SYMBOLS.get(self.currency, ""), self.currency):
            if mark and bare.casefold().startswith(mark.casefold()):
                bare = bare[len(mark) :]
                break
        if any(symbol in bare for symbol in SYMBOLS.values()):
            raise ValidationError(self.error_messages["currency"], code="currency", params={"currency": self.currency})
        if self.currency == "GBP" and bare[-1:].casefold() == "p":
            pence = read_number(sign + bare[:-1])
            return None if pence is None else pence / 100
        return read_number(sign + bare)

    def _out_of_bounds(self, code: str, bound: Decimal) -> ValidationError:
        return ValidationError(
            self.error_messages[code],
            code=code,
            params={"amount": say_money(bound, self.currency, pence=bound != bound.to_integral_value())},
        )

    def prepare_value(self, value: Any) -> Any:
        return plain(value, 2) if isinstance(value, Decimal) else value


class PercentField(forms.CharField):
    """A part of a whole as people type it: "12.07", "12.07 %", "33,3", or the part itself, "0.1207"; kept as
    Decimal("0.1207").

    Without the sign a number below 1 is read as the part (`read_as_part` tells, so that a page can say so), and 1
    itself may mean either, which is asked back. `least` and `most` are parts, both included; `places` are those of
    the percentage.
    """

    default_error_messages = {
        "invalid": _("We can’t read this as a percentage. Write it like 12.07."),
        "negative": _("A percentage can’t be less than nothing here. Write 0 where there is none."),
        "least": _("Write at least %(percent)s %%."),
        "most": _("Write at most %(percent)s %%."),
        "places": _("Write it with at most %(places)s places behind the point."),
        "one": _("Is this 1 % or 100 %? Write it with the sign."),
    }

    def __init__(self, *, least: Decimal = ZERO, most: Decimal = ONE, places: int = 4, **kwargs: Any) -> None:
        self.least, self.most, self.places = least, most, places
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        bare, signed = _without_sign(text)
        number = read_number(bare, thousands=False)
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not signed and number == 1:
            raise ValidationError(self.error_messages["one"], code="one")
        percent = number * 100 if read_as_part(text) else number
        part = percent.scaleb(-2)
        if part < 0 <= self.least:
            raise ValidationError(self.error_messages["negative"], code="negative")
        for code, bound, beyond in (("least", self.least, part < self.least), ("most", self.most, part > self.most)):
            if beyond:
                message = self.error_messages[code]
                raise ValidationError(message, code=code, params={"percent": plain(bound * 100)})
        if _places(percent) > self.places:
            raise ValidationError(self.error_messages["places"], code="places", params={"places": self.places})
        return part

    def prepare_value(self, value: Any) -> Any:
        """With its sign where the number alone would be read otherwise."""
        if not isinstance(value, Decimal):
            return value
        shown = plain(value * 100)
        return f"{shown} %" if 0 < value <= _ONE_PERCENT else shown


def read_as_part(text: str) -> bool:
    """Whether what was typed into a PercentField is read as a part of 1, not of 100: "0.1207", but not "0.5 %"."""
    bare, signed = _without_sign(text.strip())
    number = read_number(bare, thousands=False)
    return not signed and number is not None and 0 < number < 1


def _without_sign(text: str) -> tuple[str, bool]:
    """The number, and whether a sign of percent stood behind it."""
    for sign in ("%", "٪", "percent", "per cent"):
        if text.casefold().endswith(sign):
            return text[: -len(sign)].strip(), True
    return text, False
