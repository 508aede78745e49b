"""Where each figure of a report opens: by its name in the JSON, to the page of `costs.views.opened` behind it."""

from collections.abc import Callable
from decimal import Decimal

from django.urls import reverse

from costs.opening import Opening
from costs.periods import Period, PeriodKind, month_of, span_of
from costs.queries.opened import Kind, Ref
from costs.reports.exact import Opens
from costs.reports.figures import LineFigures, PeriodFigures, Report, ScenarioFigures
from costs.savings import FaultKind, Scenario
from nursery.dates import parse_day

_OF_A_DUTY = {
    "given": Kind.PARENTS,
    "counted": Kind.VALUE,
    "enriching": Kind.ENRICHING,
    "unconfirmed": Kind.UNCONFIRMED,
    "learning": Kind.LEARNING,
    "never_priced": Kind.PARENTS,  # all of it, be it confirmed or not
    "paid": Kind.PAID,
    "cover": Kind.PREMIUM,
}
_TOTALS = {"value": "value", "premium_total": "premium", "programme_total": "programme"}  # anchors of the sum
_WITHOUT_A_PRICE = {"care_enriching", "unpriced", "unconfirmed", "learning"}


def figures_open(report: Report, slug: str, period: Period) -> Opens:
    """The address behind a figure's name in the report's JSON; "" for what is opened by nothing, or is nought."""
    return _Opens(report, Opening(slug, period, Scenario.CENTRAL))


class _Opens:
    def __init__(self, report: Report, here: Opening) -> None:
        self.report, self.here = report, here

    def __call__(self, path: str) -> str:
        head, *rest = path.split(".")
        ways: dict[str, Callable[[list[str]], str]] = {
            "scenarios": self._scenario,
            "hours": self._hours,
            "child_sessions": lambda _rest: f"{self.here.burden}#child-sessions",
            "per": lambda _rest: self.here.lines,
            "duties": self._duty,
            "months": self._month,
            "rates": self._rate,
            "faults": self._fault,
            "before": self._before,
            "sharing": self._sharing,
        }
        return ways[head](rest) if head in ways else ""

    def _scenario(self, rest: list[str]) -> str:
        scenario = Scenario(rest[0])
        opening = self.here.in_estimate(scenario)
        found: ScenarioFigures = getattr(self.report.scenarios, rest[0])
        match rest[1:]:
            case ["lines", n, _figure]:
                return opening.line(value_ref(found.lines[int(n)]))
            case ["premium", n, _figure]:
                return opening.line(Ref(Kind.PREMIUM, found.premium[int(n)].duty))
            case ["programme", n, _figure]:
                return opening.line(Ref(Kind.PROGRAMME, found.programme[int(n)].kind))
            case ["fee_relief"]:
                return opening.line(Ref(Kind.RELIEF)) if found.fee_relief else ""
            case [name]:
                return f"{opening.lines}#{_TOTALS[name]}" if name in _TOTALS else opening.lines
        return ""

    def _hours(self, rest: list[str]) -> str:
        (name,) = rest
        if name in {"parent", "paid", "cover", "confirmed_share"}:
            return self.here.burden
        return f"{self.here.lines}#no-price" if name in _WITHOUT_A_PRICE else self.here.lines

    def _duty(self, rest: list[str]) -> str:
        n, name = rest
        duty = self.report.duties[int(n)]
        return self._of_duty(duty.key, name, getattr(duty, name))

    def _of_duty(self, duty: str, name: str, hours: Decimal, month: str = "") -> str:
        """Hours counted may lack a rate, and cover a cost: then they are told under what is missing."""
        if not hours:
            return ""
        kind = _OF_A_DUTY[name]
        central = self.report.scenarios.central
        if kind == Kind.VALUE and all(line.duty != duty for line in central.lines):
            kind = Kind.NO_RATE
        if kind == Kind.PREMIUM and all(line.duty != duty for line in central.premium):
            kind = Kind.NO_PREMIUM
        return self.here.line(Ref(kind, duty), month)

    def _month(self, rest: list[str]) -> str:
        month = self.report.months[int(rest[0])]
        if len(rest) == 2:
            return self._days_of(month.month).burden if getattr(month, rest[1]) else ""
        _month, _duties, n, name = rest
        of_duty = month.duties[int(n)]
        return self._of_duty(of_duty.duty, name, getattr(of_duty, name), month.month)

    def _days_of(self, month: str) -> Opening:
        """The days of a month that are in the period."""
        day = parse_day(f"{month}-01")
        assert day is not None  # noqa: S101 - a report's months are its own
        whole, period = month_of(day), self.here.period
        first, last = max(whole.first, period.first), min(whole.last, period.last)
        days = whole if (first, last) == (whole.first, whole.last) else span_of(first, last)
        return Opening(self.here.slug, days, self.here.scenario)

    def _rate(self, rest: list[str]) -> str:
        rate = self.report.rates[int(rest[0])]
        scenario = Scenario(rate.estimate) if rate.estimate else Scenario.CENTRAL
        return self.here.in_estimate(scenario).line(Ref(Kind.VALUE, rate.duty, rate.an_hour, rate.bought))

    def _fault(self, rest: list[str]) -> str:
        fault = self.report.faults[int(rest[0])]
        opening = self.here.in_estimate(Scenario(fault.estimates[0]))
        of_hours = fault.kind == FaultKind.MISSING_RATE and fault.key in {duty.key for duty in self.report.duties}
        return opening.line(Ref(Kind.NO_RATE, fault.key)) if of_hours else opening.lines

    def _sharing(self, rest: list[str]) -> str:
        """How the shares of a term lie stands in the rota; nobody is to be found by their place among attainments."""
        if rest[0] == "attainments" or self.here.period.kind != PeriodKind.TERM:
            return ""
        return f"{reverse('rota:shares', args=[self.here.slug])}?{self.here.period.query}"

    def _before(self, rest: list[str]) -> str:
        if self.report.before is None:
            return ""
        opening = Opening(self.here.slug, _period(self.report.before.period), Scenario.CENTRAL)
        match rest:
            case ["net_low" | "net_central" | "net_high" as name]:
                return opening.in_estimate(Scenario(name.removeprefix("net_"))).lines
            case ["fee_relief" | "returned"]:
                return opening.lines
            case ["child_sessions"]:
                return f"{opening.burden}#child-sessions"
            case ["parent_hours" | "paid_hours" | "parent_hours_per_child_session"]:
                return opening.burden
        return ""


def value_ref(line: LineFigures) -> Ref:
    return Ref(Kind.VALUE, line.duty, line.rate, line.bought)


def _period(found: PeriodFigures) -> Period:
    return Period(found.kind, found.key, found.first, found.last, found.name)
