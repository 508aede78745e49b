"""The tables of the two pages. What would make a table longer than its place is summed up as "others", and said."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.papers.boxes import ESTIMATES
from costs.papers.other_sheets import say_adjusted
from costs.programme_kinds import say_programme_kind
from costs.reports.exact import Exact, say_exact_hours, say_exact_percent
from costs.reports.figures import LineFigures, Report, ScenarioFigures
from costs.reports.words import pence, say_estimate
from nursery.documents.as_pdf import Run
from nursery.documents.board import Grid, GridRow
from rota.exact import ONE, ZERO

LINES, KINDS, DUTIES, MONTHS, RATES, CORRECTIONS = 13, 9, 12, 12, 14, 6  # rows, or columns, that have room
SOURCE, NAME = 120, 38  # characters of a source and of a name; the workbook has all of them

Item = TypeVar("Item")
Cells = list[Run | str]


def room_for(items: Sequence[Item], most: int) -> tuple[Sequence[Item], Sequence[Item]]:
    """Those that have room, and the others; there is never one other alone, for it would have had the room."""
    return (items, ()) if len(items) <= most else (items[: most - 1], items[most - 1 :])


class Tables:
    def __init__(self, report: Report, said: Callable[[str], Run]) -> None:
        self._report = report
        self._said = said
        self._exact = Exact(report)

    def _name(self, name: str) -> Run:
        return self._said(shortened(name, NAME))

    # --- page 1 --------------------------------------------------------------------------------------------------

    def estimates(self) -> Grid:
        money, share = self._exact.money, self._exact.share
        rows = (
            (_("What it would have cost"), "value", money, False),
            (_("less paid cover, beyond its value"), "premium_total", money, False),
            (_("less running parent duty"), "programme_total", money, False),
            (_("Saved (net)"), "net", money, True),
            (_("Came back in lower fees"), "fee_relief", money, False),
            (_("Stayed with the nursery"), "retained", money, False),
            (_("Part that came back"), "returned", share, False),
        )
        found = [
            GridRow([label, *(say(f"scenarios.{name}.{key}").said for name in ESTIMATES)], "total" if total else "")
            for label, key, say, total in rows
        ]
        return Grid(["", *_estimates()], [False, True, True, True], [1, 0, 0, 0], found)

    def spread(self) -> Grid:
        money = self._exact.money
        rows = (
            (_("A session that a child attends"), "child_session"),
            (_("An hour that parents gave"), "parent_hour"),
        )
        return Grid(
            [_("For each, most likely"), _("Saved"), _("Off fees")],
            [False, True, True],
            [1, 0, 0],
            [
                GridRow([label, money(f"per.net_per_{key}").said, money(f"per.relief_per_{key}").said])
                for label, key in rows
            ],
        )

    def sharing(self) -> Grid:
        exact = self._exact
        rows = (
            (_("Families with children here"), exact.count("sharing.families")),
            (_("Hours needed of them"), exact.hours("sharing.needed")),
            (_("Hours given of those"), exact.hours("sharing.done")),
            (_("Coverage"), exact.share("sharing.coverage")),
            (_("Carried for relieved families, hours"), exact.hours("sharing.solidarity")),
            (_("Families with anything due"), exact.count("sharing.attained")),
            (_("Below half of their share"), exact.count("sharing.under_half")),
            (_("Jain (1 is even), over those"), exact.index("sharing.jain")),
            (_("Gini (0 is even), over those"), exact.index("sharing.gini")),
            (_("Part of the hours that is confirmed"), exact.share("hours.confirmed_share")),
        )
        heads = [_("What"), _("Figure")]
        return Grid(heads, [False, True], [1, 0], [GridRow([label, figure.said]) for label, figure in rows])

    def compared(self) -> Grid:
        """Now, before, change, planned."""
        exact, report = self._exact, self._report
        rows = (
            (_("Saved, low"), exact.money, "scenarios.low.net", "net_low", "", ""),
            (_("Saved, most likely"), exact.money, "scenarios.central.net", "net_central", "", "net"),
            (_("Saved, high"), exact.money, "scenarios.high.net", "net_high", "", ""),
            (_("Running parent duty"), exact.money, "scenarios.central.programme_total", "", "", "programme"),
            (_("Came back in lower fees"), exact.money, "scenarios.central.fee_relief", "fee_relief", "", "fee_relief"),
            (_("Part that came back"), exact.share, "scenarios.central.returned", "returned", "", ""),
            (_("Parent hours"), exact.hours, "hours.parent", "parent_hours", "parent_hours", "parent_hours"),
            (_("Paid hours, cover included"), exact.hours, "hours.paid", "paid_hours", "paid_hours", "paid_hours"),
            (_("Child-sessions"), exact.count, "child_sessions", "child_sessions", "", ""),
            (
                _("Parent hours for each"),
                exact.index,
                "per.parent_hours_per_child_session",
                "parent_hours_per_child_session",
                "parent_hours_per_child_session",
                "",
            ),
        )
        found: list[Cells] = []
        for label, say, now, before, change, planned in rows:
            then = say(f"before.{before}").said if report.before and before else ""
            moved = self._change(f"changes.{change}") if report.changes and change else ""
            plan = self._plan(say, planned) if report.budget and planned else ""
            found.append([label, say(now).said, then, moved, plan])
        heads = ["", _("Now"), _("Before"), _("Change"), _("Planned")]
        # A column that nothing could stand in is left out.
        kept = [
            0,
            1,
            *([2] if report.before else []),
            *([3] if report.changes else []),
            *([4] if report.budget else []),
        ]
        return Grid(
            [heads[n] for n in kept],
            [n > 0 for n in kept],
            [0 if n else 1 for n in kept],
            [GridRow([row[n] for n in kept]) for row in found],
        )

    def _plan(self, say: Callable[[str], object], key: str) -> str:
        """Nothing where nothing was planned: it is not a figure that is still to come."""
        if getattr(self._report.budget, key) is None:
            return ""
        return str(getattr(say(f"budget.{key}"), "said", ""))

    def _change(self, path: str) -> str:
        said = self._exact.share(path)
        return f"+{said.said}" if said.value and Decimal(said.value) > 0 else said.said.replace("-", "−")

    def compared_with(self) -> str:
        report = self._report
        said = []
        if report.before is None:
            said.append(_("There is nothing before it to compare with."))
        else:
            said.append(_("Before: %(before)s.") % {"before": report.before.period.name})
        if report.budget is None:
            said.append(_("Nothing was planned."))
        return " ".join(said)

    # --- page 2 --------------------------------------------------------------------------------------------------

    def lines(self) -> Grid:
        """A row for each line of a duty; where an estimate has fewer rates for it than another, its cell is empty."""
        found: dict[tuple[str, int], dict[str, LineFigures]] = defaultdict(dict)
        for name, scenario in self._report.scenarios.each:
            seen: dict[str, int] = defaultdict(int)
            for line in scenario.lines:
                found[line.duty, seen[line.duty]][name] = line
                seen[line.duty] += 1
        order = {duty.key: n for n, duty in enumerate(self._report.duties)}
        keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), key))
        shown, others = room_for(keys, LINES)
        rows = [GridRow(self._line(found[key])) for key in shown]
        if others:
            cells: Cells = [say_others(len(others))]
            for name in ESTIMATES:
                lines = [found[key][name] for key in others if name in found[key]]
                cells += [
                    _("%(hours)s h") % {"hours": say_exact_hours(sum((line.hours for line in lines), ZERO))},
                    pence(self._report, sum((line.value for line in lines), ZERO)),
                ]
            rows.append(GridRow(cells))
        total: Cells = [_("What it would have cost")]
        for name in ESTIMATES:
            total += ["", self._exact.money(f"scenarios.{name}.value").said]
        heads = [_("Hours × an hour")]
        for estimate in _estimates():
            heads += ["", estimate]
        return Grid(heads, [False, *[True] * 6], [1, *[0] * 6], [*rows, GridRow(total, "total")])

    def _line(self, lines: dict[str, LineFigures]) -> Cells:
        cells: Cells = [self._name(next(iter(lines.values())).name)]
        for name in ESTIMATES:
            line = lines.get(name)
            if line is None:
                cells += ["", ""]
                continue
            product = f"{say_exact_hours(line.hours)} × {pence(self._report, line.rate)}"
            if line.bought != ONE:
                product = _("%(part)s of %(product)s") % {"part": say_exact_percent(line.bought), "product": product}
            cells += [product, pence(self._report, line.value)]
        return cells

    def premium(self) -> Grid:
        hours: dict[str, Decimal] = {}
        names: dict[str, str] = {}
        for _name, scenario in self._report.scenarios.each:
            for line in scenario.premium:
                hours[line.duty], names[line.duty] = line.hours, line.name
        amounts = self._amounts(lambda scenario: {line.duty: line.value for line in scenario.premium}, list(hours))
        shown, others = room_for(list(hours), KINDS)
        rows = [
            GridRow([self._name(names[duty]), say_exact_hours(hours[duty]), *self._moneys(amounts[duty])])
            for duty in shown
        ]
        if others:
            whole = say_exact_hours(sum((hours[duty] for duty in others), ZERO))
            rows.append(GridRow([say_others(len(others)), whole, *self._sums([amounts[duty] for duty in others])]))
        all_hours = self._exact.hours("hours.cover").said
        rows.append(GridRow([_("All"), all_hours, *self._totals("premium_total")], "total"))
        heads = [_("Duty"), _("Hours"), *_estimates()]
        return Grid(heads, [False, *[True] * 4], [1.5, 0.8, 1, 1, 1], rows)

    def programme(self) -> Grid:
        kinds = list(dict.fromkeys(line.kind for _n, each in self._report.scenarios.each for line in each.programme))
        amounts = self._amounts(lambda scenario: {line.kind: line.value for line in scenario.programme}, kinds)
        shown, others = room_for(kinds, KINDS)
        rows = [GridRow([self._name(say_programme_kind(kind)), *self._moneys(amounts[kind])]) for kind in shown]
        if others:
            rows.append(GridRow([say_others(len(others)), *self._sums([amounts[kind] for kind in others])]))
        rows.append(GridRow([_("All"), *self._totals("programme_total")], "total"))
        return Grid([_("Kind"), *_estimates()], [False, *[True] * 3], [1.6, 1, 1, 1], rows)

    def _amounts(
        self, of: Callable[[ScenarioFigures], dict[str, Decimal]], keys: Sequence[str]
    ) -> dict[str, list[Decimal | None]]:
        each = [of(scenario) for _name, scenario in self._report.scenarios.each]
        return {key: [found.get(key) for found in each] for key in keys}

    def _moneys(self, values: Sequence[Decimal | None]) -> list[str]:
        return ["–" if value is None else pence(self._report, value) for value in values]

    def _sums(self, rows: Sequence[Sequence[Decimal | None]]) -> list[str]:
        return [pence(self._report, sum((each or ZERO for each in column), ZERO)) for column in zip(*rows, strict=True)]

    def _totals(self, key: str) -> list[str]:
        return [self._exact.money(f"scenarios.{name}.{key}").said for name in ESTIMATES]

    def months(self) -> Grid:
        """What parents gave, a row a duty and a column a month; more than twelve months are put together by year."""
        report = self._report
        by_year = len(report.months) > MONTHS
        spans: dict[str, list[int]] = defaultdict(list)
        for number, month in enumerate(report.months):
            spans[month.month[:4] if by_year else month.month].append(number)
        years = len({month.month[:4] for month in report.months}) > 1
        heads = [_("Duty"), *(_head(span, years=years) for span in spans), _("Given"), _("Counted"), _("Paid people")]
        shown, others = room_for(report.duties, DUTIES)

        def given(keys: Sequence[str]) -> list[str]:
            return [
                _hours_or_none(
                    [each.given for number in numbers for each in report.months[number].duties if each.duty in keys]
                )
                for numbers in spans.values()
            ]

        rows = [
            GridRow(
                [
                    self._name(duty.name),
                    *given([duty.key]),
                    *(say_exact_hours(hours) for hours in (duty.given, duty.counted, duty.paid)),
                ]
            )
            for duty in shown
        ]
        if others:
            sums = [sum((getattr(duty, key) for duty in others), ZERO) for key in ("given", "counted", "paid")]
            cells = [say_others(len(others)), *given([duty.key for duty in others]), *map(say_exact_hours, sums)]
            rows.append(GridRow(cells))
        for key, label, total in (
            ("given", _("Given by parents"), "hours.parent"),
            ("counted", _("of it counted"), "hours.priced"),
            ("paid", _("Worked by paid people"), "hours.paid"),
        ):
            of_spans = [
                say_exact_hours(sum((getattr(report.months[number], key) for number in numbers), ZERO))
                for numbers in spans.values()
            ]
            ends = [self._exact.hours(total).said if key == column else "" for column in ("given", "counted", "paid")]
            rows.append(GridRow([label, *of_spans, *ends], "total"))
        columns = len(spans) + 3
        return Grid(heads, [False, *[True] * columns], [max(1.0, 2.6 - columns / 9), *[0.62] * columns], rows)

    def corrections(self) -> Grid | None:
        """None where nothing was put right."""
        report, money = self._report, self._exact.money
        if report.adjusted is None:
            return None
        keys = ("net_low", "net_central", "net_high", "fee_relief")
        numbers, others = room_for(range(len(report.adjustments)), CORRECTIONS)
        rows = []
        for number in numbers:
            found = report.adjustments[number]
            what = (
                f"{date_format(found.date, 'j M Y')}: {found.about_name}, {found.duty_name or say_adjusted(found.kind)}"
            )
            hours = self._exact.hours(f"adjustments.{number}.hours").said if found.hours is not None else ""
            figures = [money(f"adjustments.{number}.{key}").said for key in keys]
            rows.append(GridRow([self._said(what), hours, *figures, self._said(shortened(found.reason, SOURCE))]))
        if others:
            sums = [pence(report, sum((getattr(report.adjustments[n], key) for n in others), ZERO)) for key in keys]
            rows.append(GridRow([say_others(len(others)), "", *sums, _("These stand in the workbook.")]))
        totals = [money(f"adjusted.{key}").said for key in keys]
        rows.append(GridRow([_("Net with corrections"), "", *totals, ""], "total"))
        heads = [_("What was put right"), _("Hours"), *_estimates(), _("Off fees"), _("Why")]
        return Grid(heads, [False, *[True] * 5, False], [1.5, 0, 0, 0, 0, 0, 1.5], rows)

    def rates(self) -> Grid:
        exact = self._exact
        numbers, others = room_for(range(len(self._report.rates)), RATES)
        rows = []
        for number in numbers:
            rate, at = self._report.rates[number], f"rates.{number}"
            figures = [exact.money(f"{at}.wage"), *(exact.share(f"{at}.{key}") for key in ("holiday", "ni", "pension"))]
            rows.append(
                GridRow(
                    [
                        self._name(rate.name),
                        say_estimate(rate.estimate),
                        date_format(rate.starts, "j M Y"),
                        *(figure.said for figure in figures),
                        exact.money(f"{at}.an_hour").said,
                        exact.share(f"{at}.bought").said,
                        self._said(shortened(rate.source, SOURCE)),
                    ]
                )
            )
        if others:
            rows.append(GridRow([say_others(len(others)), *[""] * 8, _("These stand in the workbook.")]))
        if not rows:
            rows.append(GridRow([_("None yet"), *[""] * 9]))
        heads = [
            _("Duty"),
            _("Estimate"),
            _("From"),
            _("Wage"),
            _("Holiday"),
            _("NI"),
            _("Pension"),
            _("An hour"),
            _("Bought"),
            _("Source"),
        ]
        numeric = [False, False, False, True, True, True, True, True, True, False]
        return Grid(heads, numeric, [0.7, 0, 0, 0, 0, 0, 0, 0, 0, 2.6], rows)


def _estimates() -> list[str]:
    return [say_estimate(name).capitalize() for name in ESTIMATES]


def say_others(count: int) -> str:
    return ngettext("%(n)d other", "%(n)d others", count) % {"n": count}


def _head(span: str, *, years: bool) -> str:
    """A year, or a month: "October", or "Oct 26" where there are several years."""
    if len(span) == 4:
        return span
    return (
        date_format(dt.date.fromisoformat(f"{span}-01"), "M y")
        if years
        else date_format(dt.date.fromisoformat(f"{span}-01"), "F")
    )


def _hours_or_none(hours: Sequence[Decimal]) -> str:
    return say_exact_hours(sum(hours, ZERO)) if hours else "–"


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
