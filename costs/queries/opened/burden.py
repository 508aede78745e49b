"""The other side of the report opened: what parents gave and paid people worked, and for how many child-sessions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from costs.queries.opened.figures import Ledger
from costs.queries.opened.names import Names, names_of_figures
from costs.queries.opened.net import Group, named
from costs.queries.opened.refs import Kind
from costs.savings import Scenario
from nursery.dates import say_times
from nursery.models import Weekday
from rota.safety import Session, child_sessions

_ABREAST = 5  # months that a table has room for


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """How many child-sessions a session had, month by month (0 where none)."""

    session: Session
    room: str
    by_month: tuple[tuple[dt.date, int], ...]

    @property
    def name(self) -> str:
        return (
            f"{Weekday(self.session.weekday).label}, {say_times(self.session.starts, self.session.ends)}, {self.room}"
        )

    @property
    def total(self) -> int:
        return sum(count for _month, count in self.by_month)


@dataclass(frozen=True, slots=True)
class Burden:
    parents: Group
    paid: Group
    months: tuple[dt.date, ...]
    sessions: tuple[SessionCounts, ...]

    @property
    def is_wide(self) -> bool:
        """Too many months to stand beside one another."""
        return len(self.months) > _ABREAST

    @property
    def month_totals(self) -> tuple[tuple[dt.date, int], ...]:
        counts = [dict(each.by_month) for each in self.sessions]
        return tuple((month, sum(each[month] for each in counts)) for month in self.months)

    @property
    def child_sessions(self) -> int:
        return sum(each.total for each in self.sessions)


def burden_opened(ledger: Ledger) -> Burden:
    """Two queries beside the ledger's."""
    return open_burden(ledger, names_of_figures())


def open_burden(ledger: Ledger, names: Names) -> Burden:
    figures = ledger.figures(Scenario.CENTRAL)  # hours are the same in every estimate
    counts: Mapping[str, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
    sessions: dict[str, Session] = {}
    for booked in child_sessions(ledger.facts.rota, ledger.savings.first, ledger.savings.last):
        sessions[booked.session.key] = booked.session
        for day in booked.days:
            counts[booked.session.key][day.replace(day=1)] += 1
    months = tuple(sorted({month for each in counts.values() for month in each}))
    rows = [
        SessionCounts(session, names.room(session.room), tuple((month, counts[key].get(month, 0)) for month in months))
        for key, session in sessions.items()
        if counts[key]
    ]
    return Burden(
        parents=Group(Kind.PARENTS, named((each for each in figures if each.ref.kind == Kind.PARENTS), names)),
        paid=Group(Kind.PAID, named((each for each in figures if each.ref.kind == Kind.PAID), names)),
        months=months,
        sessions=tuple(sorted(rows, key=lambda row: (row.session.weekday, row.session.starts, row.room))),
    )
