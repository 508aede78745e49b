"""The bank holidays of a nursery's country, from a library that others keep up to date."""

import datetime as dt
from dataclasses import dataclass

import holidays


@dataclass(frozen=True, slots=True)
class BankHoliday:
    date: dt.date
    name: str


class UnknownCountry(LookupError):  # noqa: N818 - nothing is wrong: there is no list for it
    """There is no list for this country."""


def bank_holidays(country: str, first: dt.date, last: dt.date) -> list[BankHoliday]:
    """Those from `first` to `last`, in order. `country` is as ISO 3166 writes it: "NZ", "GB-SCT".

    A part of a country that keeps no days of its own has those of the whole. Raises UnknownCountry.
    """
    whole, _dash, part = country.upper().partition("-")
    parts = holidays.list_supported_countries().get(whole)
    if parts is None:
        raise UnknownCountry(country)
    found = holidays.country_holidays(
        whole, subdiv=part if part in parts else None, years=range(first.year, last.year + 1)
    )
    return [BankHoliday(day, name) for day, name in sorted(found.items()) if first <= day <= last]
