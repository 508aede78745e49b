"""Where each figure of a report opens: its line, the lines of its estimate, or the hours that it asked."""

from costs.opening import Opening
from costs.periods import Period
from costs.queries.opened import Ref
from costs.queries.opened.refs import Kind
from costs.reports.exact import Opens
from costs.reports.figures import DutyFigures, Report
from costs.savings import Scenario

_OF_DUTY = {
    "given": Kind.PARENTS,
    "enriching": Kind.ENRICHING,
    "unconfirmed": Kind.UNCONFIRMED,
    "learning": Kind.LEARNING,
    "never_priced": Kind.UNPRICED,
    "paid": Kind.PAID,
}
_SUMS = {"value", "premium_total", "programme_total", "net", "retained"}


def figures_open(report: Report, slug: str, period: Period) -> Opens:
    """The address behind a figure's name in the report's JSON; "" for one that is opened by nothing."""

    def opens(path: str) -> str:
        match path.split("."):
            case ["scenarios", name, *rest]:
                return _of_estimate(report, Opening(slug, period, Scenario(name)), rest)
            case ["duties", n, name]:
                return _of_duty(central, report.duties[int(n)], name)
            case ["months", n, "duties", m, ("given" | "paid") as name]:
                month = report.months[int(n)]
                return central.line(Ref(_OF_DUTY[name], month.duties[int(m)].duty), month.month)
            case ["hours", *_] | ["months", *_] | ["child_sessions"]:
                return central.burden
        return ""

    central = Opening(slug, period, Scenario.CENTRAL)
    return opens


def _of_estimate(report: Report, opening: Opening, path: list[str]) -> str:
    found = getattr(report.scenarios, str(opening.scenario))
    match path:
        case ["lines", n, "hours" | "value"]:
            line = found.lines[int(n)]
            return opening.line(Ref(Kind.VALUE, line.duty, line.rate, line.bought))
        case ["premium", n, _]:
            return opening.line(Ref(Kind.PREMIUM, found.premium[int(n)].duty))
        case ["programme", n, _]:
            return opening.line(Ref(Kind.PROGRAMME, found.programme[int(n)].kind))
        case ["fee_relief"]:
            return opening.line(Ref(Kind.RELIEF))
        case [name] if name in _SUMS:
            return opening.lines
    return ""


def _of_duty(opening: Opening, duty: DutyFigures, name: str) -> str:
    if name in _OF_DUTY:
        return opening.line(Ref(_OF_DUTY[name], duty.key))
    return opening.burden
