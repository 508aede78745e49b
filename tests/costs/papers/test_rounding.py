"""Why the workbook rounds a value once: a line at half a penny, or a hair beside it, comes out of LibreOffice as
domain 03 says, half up from the exact product; rounding to six places first makes half pennies that are none.
"""

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import pytest

from nursery.documents.as_book import write_book
from nursery.documents.book import Book, Box, Head, Look, Sheet, at
from rota.exact import EXACT, HOUR, rounded
from tests.office import worked_out

PENCE = 3600 * 10**4  # seconds x hundredths of a part in a hundred (four places) x pence an hour, in a penny


def edges() -> Iterator[tuple[int, Decimal, Decimal]]:
    """Seconds, the part bought and a rate whose product is half a penny, or as near to it as rates can bring it."""
    dice = random.Random(3)
    for unit, most in ((1, 20_000 * 3600), (60, 2_000 * 60), (900, 40_000)):
        for part in (10_000, 5_000, 2_500, *(dice.randint(1, 10_000) for _each in range(37))):
            seconds = dice.randint(1, most) * unit
            worth = seconds * part % PENCE
            nearest = sorted(range(900, 3500), key=lambda rate: abs(worth * rate % PENCE - PENCE // 2))
            for rate in nearest[:5]:
                yield seconds, Decimal(part).scaleb(-4), Decimal(rate).scaleb(-2)


@pytest.fixture(scope="module")
def came_to() -> list[tuple[Decimal, float, float]]:
    """Of each line: its value, and what the two formulas make of it."""
    rows, values = [], []
    for row, (seconds, part, rate) in enumerate(edges()):
        product = "*".join(at(row, column) for column in range(3))
        hours = EXACT.divide(Decimal(seconds), HOUR)
        numbers = [Box(number, Look.HOURS) for number in (hours, part, rate)]
        formulas = (f"ROUND({product},2)", f"ROUND(ROUND({product},6),2)")
        rows.append([*numbers, *(Box(Decimal(0), Look.MONEY, formula) for formula in formulas)])
        values.append(rounded(EXACT.divide(EXACT.multiply(seconds * part, rate), HOUR)))
    out = BytesIO()
    heads = [Head(name, name) for name in ("Hours", "Part", "Rate", "Once", "Twice")]
    write_book(Book("Lines", "", dt.datetime(2026, 12, 11, tzinfo=dt.UTC), [Sheet("Lines", "", heads, rows)]), out)
    sheet = worked_out(out.getvalue())["Lines"]
    return [(value, sheet[at(row, 3)].value, sheet[at(row, 4)].value) for row, value in enumerate(values)]


def test_one_rounding_comes_to_the_penny_at_and_beside_half_a_penny(came_to: list[tuple[Decimal, float, float]]):
    assert len(came_to) == 600
    assert [line for line in came_to if f"{line[1]:.2f}" != f"{line[0]:.2f}"] == []


def test_two_roundings_would_not(came_to: list[tuple[Decimal, float, float]]):
    assert [line for line in came_to if f"{line[2]:.2f}" != f"{line[0]:.2f}"]
