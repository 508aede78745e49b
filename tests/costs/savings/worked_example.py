"""The worked example of the savings, built from what its paragraph says and from nothing else.

60 care sessions of 4 h on weekdays from 7 September 2026, required 4, three paid counted (levels 3, 3 and 2) and one
parent place each; 60 food shifts of 2 h; hours never priced; the programme and the fee relief.
"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import count, islice

from costs.savings import FeeRelief, Pay, ProgrammeEntry, Rate, Savings, SavingsFacts, Scenario, work_out_savings
from rota.safety import DateSpan, Status, Term
from rota.shares import Contribution
from tests.engines.day import COMMITTEE, FOOD, TRAINING, Days, parent, staff

FIRST, LAST = dt.date(2026, 9, 7), dt.date(2026, 12, 11)
LOW, CENTRAL, HIGH = Scenario
HOLIDAY, NI, PENSION = Decimal("0.1207"), Decimal("0.15"), Decimal("0.03")
MAINTENANCE = replace(COMMITTEE, key="maintenance")


def weekdays(number: int) -> list[dt.date]:
    days = (FIRST + dt.timedelta(days=offset) for offset in count())
    return list(islice((day for day in days if day.weekday() < 5), number))


def with_on_costs(key: str, wage: str, scenario: Scenario | None = None, bought: str | None = None) -> Rate:
    s = None if bought is None else Decimal(bought)
    return Rate(key, FIRST, Decimal(wage), HOLIDAY, NI, PENSION, s, scenario, "the nursery's pay scale")


RATES = (
    Rate("care", FIRST, Decimal("12.71"), HOLIDAY, scenario=LOW, source="the legal minimum"),
    with_on_costs("care", "13.25", CENTRAL),
    Rate("care", FIRST, Decimal("19.50"), scenario=HIGH, source="the agency's invoice"),
    Rate("food", FIRST, Decimal("12.71"), HOLIDAY, bought=Decimal("0.5"), scenario=LOW, source="a caterer's quote"),
    with_on_costs("food", "12.71", CENTRAL, "1"),
    with_on_costs("food", "12.71", HIGH, "1"),
    with_on_costs("manager", "17.00"),
    with_on_costs("induction", "13.25"),
)


def example() -> SavingsFacts:
    term = Term("autumn", DateSpan(FIRST, LAST))
    days = Days(terms=(term,), duties=(*Days().rota().duties, MAINTENANCE))
    for weekday in range(5):
        days.came(0, 8, 13, session=days.session(weekday=weekday), day=FIRST)
    counted, uncleared = parent("p"), parent("q", without=["pfa"])
    bank = staff("bank", 2)
    for number, day in enumerate(weekdays(60)):
        for key, level in (("a", 3), ("b", 3), ("c", 2)):
            days.stood(staff(key, level, "pfa"), day=day)
        if number < 54:
            days.stood(counted, day=day)
        elif number < 57:
            days.stood(uncleared, day=day)
        else:
            days.stood(counted, day=day, status=Status.MISSED if number < 59 else Status.CANCELLED_LATE)
        if number >= 54:
            days.stood(bank, "parent", day=day)
        cook = staff("cook", 2) if number >= 57 else parent("food")
        days.stood(cook, "parent", day=day, duty=FOOD, starts="13:00", ends="15:00")
    days.people["p"] = counted
    given = [
        Contribution(duty, FIRST, counted.key, duty, Decimal(hours), confirmed=True)
        for duty, hours in ((COMMITTEE.key, "80"), (MAINTENANCE.key, "30"), (TRAINING.key, "75"))
    ]
    programme = (
        ProgrammeEntry("1", FIRST, "coordination", Decimal(24), "manager"),
        ProgrammeEntry("2", FIRST, "induction", Decimal(15), "induction"),
        *(ProgrammeEntry(f"3{number}", FIRST, "first_aid", amount=Decimal(75)) for number in range(5)),
        *(ProgrammeEntry(f"4{number}", FIRST, "dbs", amount=Decimal(22)) for number in range(5)),
    )
    return SavingsFacts(
        rota=days.rota(),
        contributions=tuple(given),
        rates=RATES,
        pay=(Pay("bank", FIRST, Decimal("19.50")), Pay("cook", FIRST, Decimal("17.52"))),
        programme=programme,
        fee_relief=(FeeRelief(LAST, Decimal(3000)),),
    )


def worked_out() -> Savings:
    return work_out_savings(example(), FIRST, LAST)
