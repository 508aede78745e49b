"""From what the same work would have cost to Net, as bars, and the sum of each estimate to the penny."""

from decimal import Decimal

from django.utils.translation import gettext as _

from costs.programme_kinds import say_programme_kind
from costs.reports.charts import Bar, bar_between, place_of
from costs.reports.exact import Cell, Exact, Row, Table, Words, say_percent, table
from costs.reports.figures import LineFigures, Report, ScenarioFigures
from costs.reports.section import Section
from costs.reports.words import pence, pounds, say_estimate
from nursery.money import say_hours
from rota.exact import ONE, ZERO

_CENTRAL = "scenarios.central"


def waterfall(report: Report, exact: Exact) -> Section:
    central = report.scenarios.central
    if central.value:
        title = _("The same work, paid for, would have cost %(value)s") % {"value": pounds(report, central.value)}
    else:
        title = _("From what it would have cost to what was saved")
    bars = _bars(report, central, exact)
    note = _("Care is counted only where a paid adult would have been needed instead.") if bars else ""
    return Section(
        key="sum",
        title=title,
        sentences=() if bars else (_("A figure is missing, so this cannot be added up yet."),),
        bars=bars,
        note=note,
        tables=(_totals(exact), *(_sum(report, name, found, exact) for name, found in _central_first(report))),
    )


def _bars(report: Report, central: ScenarioFigures, exact: Exact) -> tuple[Bar, ...]:
    """The central estimate's lines and what they come to, then what is taken off, then Net. None of it where a figure
    is missing."""
    if central.value is None or central.net is None:
        return ()
    steps = [
        (_say_line(report, line), line.value, exact.opens(f"{_CENTRAL}.lines.{n}.value"))
        for n, line in enumerate(central.lines)
    ]
    less = [
        (_("Paid cover, beyond its value"), central.premium_total or ZERO, exact.opens(f"{_CENTRAL}.premium_total")),
        (_("Running parent duty"), central.programme_total or ZERO, exact.opens(f"{_CENTRAL}.programme_total")),
    ]
    reached = [ZERO]
    for _label, amount, _url in steps:
        reached.append(reached[-1] + amount)
    for _label, amount, _url in less:
        reached.append(reached[-1] - amount)
    least, most = min(reached), max(reached)
    nought = place_of(ZERO, least, most) if least < 0 else None

    def bar(label: str, amount: Decimal, kind: str, ends: tuple[Decimal, Decimal], url: str) -> Bar:
        start, length = bar_between(*ends, least, most)
        return Bar(label, pounds(report, amount), start, length, kind, mark=nought, url=url)

    at = len(steps)
    drawn = [
        bar(label, amount, "plus", (reached[n], reached[n + 1]), url) for n, (label, amount, url) in enumerate(steps)
    ]
    value = exact.opens(f"{_CENTRAL}.value")
    drawn.append(bar(_("What it would have cost"), central.value, "total", (ZERO, central.value), value))
    drawn += [
        bar(label, -amount, "minus" if amount > 0 else "plus", (reached[at + n], reached[at + n + 1]), url)
        for n, (label, amount, url) in enumerate(less)
        if amount
    ]
    drawn.append(
        bar(_("Saved, most likely"), central.net, "total", (ZERO, central.net), exact.opens(f"{_CENTRAL}.net"))
    )
    return tuple(drawn)


def _say_line(report: Report, line: LineFigures) -> str:
    said = {"duty": line.name, "hours": say_hours(line.hours), "rate": pence(report, line.rate)}
    if line.bought == ONE:
        return _("%(duty)s, %(hours)s h at %(rate)s") % said
    return _("%(duty)s, %(part)s of %(hours)s h at %(rate)s") % {**said, "part": say_percent(line.bought, 0)}


def _central_first(report: Report) -> list[tuple[str, ScenarioFigures]]:
    return [("central", report.scenarios.central), ("low", report.scenarios.low), ("high", report.scenarios.high)]


def _totals(exact: Exact) -> Table:
    """The three estimates beside one another."""
    rows = (
        (_("What it would have cost"), "value"),
        (_("less paid cover, beyond its value"), "premium_total"),
        (_("less running parent duty"), "programme_total"),
        (_("Saved (net)"), "net"),
    )
    names = ("low", "central", "high")
    return table(
        _("The three estimates"),
        _("Cost avoided (estimate)"),
        [say_estimate(name).capitalize() for name in names],
        [
            Row(label, tuple(exact.money(f"scenarios.{name}.{key}") for name in names), total=key == "net")
            for label, key in rows
        ],
    )


def _sum(report: Report, name: str, found: ScenarioFigures, exact: Exact) -> Table:
    """How one estimate adds up, line by line."""
    at = f"scenarios.{name}"
    none: Cell = Words("")
    rows = [
        Row(
            line.name,
            (
                exact.hours(f"{at}.lines.{n}.hours"),
                exact.money(f"{at}.lines.{n}.rate"),
                exact.share(f"{at}.lines.{n}.bought"),
                exact.money(f"{at}.lines.{n}.value"),
            ),
        )
        for n, line in enumerate(found.lines)
    ]
    rows += [
        Row(
            _("less paid cover: %(duty)s") % {"duty": line.name},
            (exact.hours(f"{at}.premium.{n}.hours"), none, none, exact.money(f"{at}.premium.{n}.value")),
        )
        for n, line in enumerate(found.premium)
    ]
    rows += [
        Row(
            _("less %(kind)s") % {"kind": say_programme_kind(line.kind)},
            (none, none, none, exact.money(f"{at}.programme.{n}.value")),
        )
        for n, line in enumerate(found.programme)
    ]
    heads = (_("Hours"), _("An hour"), _("Bought"), _("Amount"))
    caption = _("How it adds up: %(estimate)s") % {"estimate": say_estimate(name)}
    return table(caption, _("Line"), heads, rows)
