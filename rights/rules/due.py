"""When what names somebody has been kept long enough. Pure: days in, days out."""

import datetime as dt


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months back; the month's last where it has none such."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def person_due(left: dt.date | None, today: dt.date, years: int, *, granted: bool) -> bool:
    """The night after so many years; after their last day alone where a manager has granted them to go earlier."""
    if left is None or left >= today:
        return False
    return granted or years_after(left, years) < today


def child_due(left: dt.date | None, family_left: dt.date | None, today: dt.date, years: int) -> bool:
    """`left` is the child's last day; where none is known, the family's counts (`family_left`, None while somebody is
    here)."""
    last = left or family_left
    return last is not None and years_after(last, years) < today
