import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from nursery.forms import DayField

TODAY = dt.date(2026, 11, 24)


def _read(text: str) -> dt.date | None:
    field = DayField(required=False)
    field.today = TODAY
    day: dt.date | None = field.clean(text)
    return day


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-04",
        "4/12/2026",
        "4.12.26",
        "04-12-2026",
        " 4 12 2026 ",
        "4 Dec",
        "4 dec 2026",
        "4th December",
        "Fri 4 Dec",
        "Friday, 4 December 2026",
        "4/12",
        "4.12.",
    ],
)
def test_a_day_is_read_as_people_type_it(text: str) -> None:
    assert _read(text) == dt.date(2026, 12, 4)


def test_without_a_year_the_nearest_such_day_is_meant() -> None:
    assert _read("4 Jan") == dt.date(2027, 1, 4)
    assert _read("20 Nov") == dt.date(2026, 11, 20)


@pytest.mark.parametrize("text", ["31/2/2026", "12/31/2026", "soon", "4", "4 Xyz", "2026-13-01", "4/12/226"])
def test_what_is_no_day_is_said_beside_the_field(text: str) -> None:
    with pytest.raises(ValidationError, match="We can’t read this as a day"):
        _read(text)


def test_without_a_year_and_a_present_day_nothing_is_guessed() -> None:
    with pytest.raises(ValidationError):
        DayField().clean("4 Dec")
