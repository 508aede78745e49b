"""The sheets beside money and hours: what it is spread over, what it is compared with, its sources, what is missing."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.papers.boxes import ESTIMATES, Boxes, heads, none_yet_unless, prose, sum_of, words
from costs.reports.figures import Report
from costs.reports.sources import what_is_missing
from costs.reports.words import say_estimate
from nursery.documents.book import Box, Look, Sheet, at, on

Totals = Mapping[tuple[str, str], str]


def spread(boxes: Boxes, totals: Totals, hours_sheet: Sheet) -> Sheet:
    """The hours as a whole, and what was saved by what it is spread over."""
    parent = on(hours_sheet.name, at(len(boxes.report.duties), 6))
    net, back = totals["net", "central"], totals["fee_relief", "central"]
    sessions, unconfirmed = at(0, 1), at(3, 1)
    known = boxes.known("scenarios.central.net")

    def over(above: str, below: str, places: int, *, so: bool = True) -> str:
        return none_yet_unless(f"{below}>0", f"ROUND({above}/{below},{places})") if so else ""

    lines = (
        ("child_sessions", "", _("Sessions that children attended"), ""),
        ("hours.care_displaced", "", _("Hours of care that were needed"), _("They count in the savings.")),
        ("hours.unpriced", "", _("Hours never priced"), _("Duties never priced, not confirmed, or learning.")),
        ("hours.unconfirmed", "", _("Hours not confirmed"), _("Of all that parents gave.")),
        ("hours.learning", "", _("Hours of learning beside somebody"), ""),
        (
            "hours.confirmed_share",
            none_yet_unless(f"{parent}>0", f"ROUND(({parent}-{unconfirmed})/{parent},4)"),
            _("Part that is confirmed"),
            _("Of all hours that parents gave."),
        ),
        (
            "per.parent_hours_per_child_session",
            over(parent, sessions, 4),
            _("Hours for each session that a child attended"),
            "",
        ),
        (
            "per.net_per_child_session",
            over(net, sessions, 2, so=known),
            _("Saved for each such session"),
            _("Most likely."),
        ),
        ("per.relief_per_child_session", over(back, sessions, 2), _("Off fees for each such session"), ""),
        (
            "per.net_per_parent_hour",
            over(net, parent, 2, so=known),
            _("Saved for each hour that parents gave"),
            _("Most likely; in aggregate only, never for one family."),
        ),
        (
            "per.relief_per_parent_hour",
            over(back, parent, 2),
            _("Off fees for each such hour"),
            _("In aggregate only."),
        ),
    )
    return Sheet(
        _("Spread over everybody"),
        _("The hours as a whole, and what was saved by what it is spread over."),
        heads(
            (_("What"), _("What the row holds."), 44),
            (_("Figure"), _("Hours, money, parts and counts."), 14),
            (_("Meaning"), _("What it is."), 60),
        ),
        [[words(label), boxes.of(figure, formula), words(meaning)] for figure, formula, label, meaning in lines],
    )


def comparison(boxes: Boxes, totals: Totals, hours_sheet: Sheet, spread_sheet: Sheet) -> Sheet:
    """This period beside the one before, and beside what was planned for it."""
    report = boxes.report
    parent, paid = (on(hours_sheet.name, at(len(report.duties), column)) for column in (6, 7))
    lines = (
        (_("Saved (net), low"), "scenarios.low.net", totals["net", "low"], "net_low", "", ""),
        (_("Saved (net), most likely"), "scenarios.central.net", totals["net", "central"], "net_central", "", "net"),
        (_("Saved (net), high"), "scenarios.high.net", totals["net", "high"], "net_high", "", ""),
        (
            _("Running parent duty"),
            "scenarios.central.programme_total",
            totals["programme_total", "central"],
            "",
            "",
            "programme",
        ),
        (
            _("Came back in lower fees"),
            "scenarios.central.fee_relief",
            totals["fee_relief", "central"],
            "fee_relief",
            "",
            "fee_relief",
        ),
        (
            _("Part that came back"),
            "scenarios.central.returned",
            totals["returned", "central"],
            "returned",
            "",
            "",
        ),
        (_("Hours that parents gave"), "hours.parent", parent, "parent_hours", "parent_hours", "parent_hours"),
        (_("Hours that paid people worked"), "hours.paid", paid, "paid_hours", "paid_hours", "paid_hours"),
        (
            _("Sessions that children attended"),
            "child_sessions",
            on(spread_sheet.name, at(0, 1)),
            "child_sessions",
            "",
            "",
        ),
        (
            _("Hours for each such session"),
            "per.parent_hours_per_child_session",
            on(spread_sheet.name, at(6, 1)),
            "parent_hours_per_child_session",
            "parent_hours_per_child_session",
            "",
        ),
    )
    rows = []
    for row, (label, figure, own, before, change, planned) in enumerate(lines):
        then = boxes.of(f"before.{before}") if report.before and before else Box(None)
        plan = boxes.of(f"budget.{planned}") if report.budget and planned else Box(None)
        rows.append(
            [
                words(label),
                boxes.of(figure, own, again=True),
                then,
                _change(boxes, change, row),
                plan,
                _beyond(boxes, figure, plan, row),
            ]
        )
    return Sheet(
        _("Compared"),
        _compared_with(report),
        heads(
            (_("What"), _("What the row holds."), 36),
            (_("This period"), _("As it stands on the other sheets."), 14),
            (_("Before"), _("The period before; empty where there is none to compare with."), 14),
            (_("Change"), _("Of what was before; 5 % is a twentieth more."), 14),
            (_("Planned"), _("What was planned for the term; empty where nothing was."), 14),
            (_("Beyond plan"), _("This period less what was planned."), 14),
        ),
        rows,
    )


def _compared_with(report: Report) -> str:
    if report.before is None:
        return _("There is nothing before it to compare with.")
    return _("Compared with %(before)s.") % {"before": report.before.period.name}


def _change(boxes: Boxes, change: str, row: int) -> Box:
    """Of what was before. Hours for each session are taken from the hours and the sessions themselves, since both of
    their quotients are rounded here."""
    if not change or boxes.report.changes is None:
        return Box(None)
    figure = f"changes.{change}"
    if not boxes.known(figure):
        return boxes.of(figure)
    if change == "parent_hours_per_child_session":
        own = f"({at(6, 1)}/{at(8, 1)})"
        then = f"({at(6, 2)}/{at(8, 2)})"
        return boxes.of(figure, f"ROUND({own}/{then}-1,4)")
    return boxes.of(figure, f"ROUND({at(row, 1)}/{at(row, 2)}-1,4)")


def _beyond(boxes: Boxes, figure: str, plan: Box, row: int) -> Box:
    if not isinstance(plan.value, Decimal) or not boxes.known(figure):
        return Box(None)
    return Box(boxes.value(figure) - plan.value, plan.look, f"{at(row, 1)}-{at(row, 4)}")


def sources(boxes: Boxes) -> Sheet:
    rows = []
    for row, rate in enumerate(boxes.report.rates):
        figure = f"rates.{row}"
        wage, holiday, ni, pension = (at(row, column) for column in (3, 4, 5, 6))
        rows.append(
            [
                words(rate.name),
                words(say_estimate(rate.estimate)),
                Box(rate.starts, Look.DATE),
                boxes.of(f"{figure}.wage"),
                boxes.of(f"{figure}.holiday"),
                boxes.of(f"{figure}.ni"),
                boxes.of(f"{figure}.pension"),
                boxes.of(f"{figure}.an_hour", f"ROUND({wage}*(1+{holiday})*(1+{ni}+{pension}),2)"),
                boxes.of(f"{figure}.bought"),
                prose(rate.source),
            ]
        )
    return Sheet(
        _("Rates and sources"),
        _("Each dated rate of a duty that a line stands on, with its source."),
        heads(
            (_("Duty"), _("Whose hours it values."), 26),
            (_("Estimate"), _("low, most likely or high; all, where it holds for all three."), 12),
            (_("From"), _("The day from which it holds."), 13),
            (_("Wage an hour"), _("Before on-costs."), 12),
            (_("Holiday"), _("Holiday pay, as a part of the wage."), 10),
            (_("NI"), _("The employer’s National Insurance, as a part of wage and holiday pay."), 10),
            (_("Pension"), _("The employer’s pension contribution, as a part of wage and holiday pay."), 10),
            (_("An hour"), _("Wage × (1 + holiday) × (1 + NI + pension), to the penny."), 12),
            (_("Part bought"), _("The part of the hours that the nursery would have bought."), 12),
            (_("Source"), _("Where the rate, and the part that would have been bought, come from."), 70),
        ),
        rows,
    )


def adjustments(boxes: Boxes, totals: Totals) -> Sheet | None:
    """What was put right about terms that were closed before, and net with it. None where nothing was."""
    report = boxes.report
    if report.adjusted is None:
        return None
    columns = ("net_low", "net_central", "net_high", "fee_relief")
    rows = [
        [
            Box(found.date, Look.DATE),
            words(found.about_name),
            words(found.duty_name or say_adjusted(found.kind)),
            boxes.of(f"adjustments.{number}.hours") if found.hours is not None else Box(None),
            *(boxes.of(f"adjustments.{number}.{column}") for column in columns),
            prose(found.reason),
        ]
        for number, found in enumerate(report.adjustments)
    ]
    count = len(rows)
    own = [*(("net", name) for name in ESTIMATES), ("fee_relief", "central")]
    last = [
        boxes.of(f"adjusted.{column}", f"{totals[total]}+{sum_of(4 + place, 0, count)}", strong=True)
        for place, (column, total) in enumerate(zip(columns, own, strict=True))
    ]
    filling = [words("", strong=True) for _column in range(3)]
    rows.append([words(_("With net"), strong=True), *filling, *last, words("", strong=True)])
    return Sheet(
        _("Corrections"),
        _("What was put right, in this period, about terms that were closed before. All other sheets are without it."),
        heads(
            (_("On"), _("The day on which it was put right."), 13),
            (_("About"), _("The closed term that it is about."), 24),
            (_("What"), _("The duty, or what else was put right."), 26),
            (_("Hours"), _("Hours that were added or taken away; empty for money alone."), 12),
            (_("Low"), _("By how much the low estimate’s net changes; last, that net with the corrections."), 13),
            (_("Most likely"), _("Likewise of the most likely estimate."), 13),
            (_("High"), _("Likewise of the high estimate."), 13),
            (_("Lower fees"), _("By how much more came back to families; last, all that came back."), 13),
            (_("Why"), _("The reason that was given."), 60),
        ),
        rows,
    )


def say_adjusted(kind: str) -> str:
    return _("Lower fees") if kind == "fee_relief" else _("Running parent duty")


def missing(boxes: Boxes) -> Sheet | None:
    """None where nothing is."""
    report = boxes.report
    if not report.faults:
        return None
    rows = [
        [
            prose(said.text),
            prose(said.way_on),
            Box(fault.first, Look.DATE),
            boxes.of(f"faults.{number}.days"),
            boxes.of(f"faults.{number}.hours"),
        ]
        for number, (fault, said) in enumerate(zip(report.faults, what_is_missing(report), strict=True))
    ]
    return Sheet(
        _("What is missing"),
        _("What is not known for hours that were worked. A figure that needs it is not said."),
        heads(
            (_("What"), _("What is not known."), 60),
            (_("What to do"), _("Who can add it."), 60),
            (_("From"), _("The first day that it concerns."), 13),
            (_("Days"), _("How many days it concerns."), 10),
            (_("Hours"), _("How many hours it concerns."), 10),
        ),
        rows,
    )
