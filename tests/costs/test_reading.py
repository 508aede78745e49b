"""How a report reads to a trustee who is no accountant: what is said first, what the bars show, what is not known."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from costs.periods import PeriodKind
from costs.reports.exact import Figure, Several
from costs.reports.figures import (
    AdjustedFigures,
    BudgetFigures,
    ChangeFigures,
    PerFigures,
    PeriodFigures,
    Scenarios,
)
from costs.reports.reading import Reading, reading_of
from costs.reports.section import Section
from costs.savings import Alarm
from tests.costs.made_reports import AUTUMN, beside_summer, estimate, made_report

STEADY = ChangeFigures(Decimal("0.0500"), Decimal("0.0500"), Decimal("-0.0500"), ())


def section(reading: Reading, key: str) -> Section:
    return next(each for each in reading.sections if each.key == key)


def first_lines(reading: Reading) -> str:
    head = reading.headline
    finding = f"{head.finding.before} {head.finding.figure} {head.finding.after}".strip()
    return " ".join([finding, *head.lead, head.asked, *(verdict.text for verdict in head.verdicts)])


def test_the_first_lines_say_what_was_saved_what_it_asked_and_whether_anything_is_wrong():
    assert first_lines(reading_of(beside_summer(replace(STEADY, parent_hours=Decimal("0.1"))))) == (
        "Parents’ shifts saved the nursery between £800 and £950 Most likely £900: cost avoided (estimate). Of this, "
        "£300 came back to families in lower fees. It asked 60 hours of 10 families, 10\N{NO-BREAK SPACE}% more "
        "than in Summer term. No alarms beside Summer term."
    )


def test_at_five_per_cent_there_is_no_alarm():
    verdicts = reading_of(beside_summer(STEADY)).headline.verdicts
    assert [(verdict.kind, verdict.text) for verdict in verdicts] == [("good", "No alarms beside Summer term.")]


def test_above_five_per_cent_each_alarm_says_by_how_much():
    alarms = (Alarm.MORE_ASKED_OF_PARENTS, Alarm.FEWER_PAID_HOURS, Alarm.LESS_RETURNED)
    reading = reading_of(
        beside_summer(ChangeFigures(Decimal(0), Decimal("0.0510"), Decimal("-0.0510"), alarms), returned="0.5000")
    )
    said = [verdict.text.replace("\N{NO-BREAK SPACE}", " ") for verdict in reading.headline.verdicts]
    assert {verdict.kind for verdict in reading.headline.verdicts} == {"warn"}
    assert said[0].startswith("More is being asked of parents: 5.1 % more hours for each session")
    assert said[1].startswith("Paid people worked 5.1 % fewer hours than in Summer term.")
    assert said[2] == "Less of what was saved came back to families: 33.3 %, after 50.0 % in Summer term."


def test_each_bar_begins_where_the_one_before_ends():
    bars = section(reading_of(made_report()), "sum").bars
    assert [(bar.label, bar.amount) for bar in bars] == [
        ("Care, 50 h at £20.00", "£1,000"),
        ("What it would have cost", "£1,000"),
        ("Running parent duty", "−£100"),
        ("Saved, most likely", "£900"),
    ]
    assert [(int(bar.start), int(bar.ends)) for bar in bars] == [(0, 100), (0, 100), (90, 100), (0, 90)]


def test_what_took_more_than_it_saved_goes_beyond_nought():
    scenarios = Scenarios(estimate("-300.00"), estimate("-250.00"), estimate("-200.00"))
    reading = reading_of(made_report(scenarios=scenarios))
    assert "took more than parents’ shifts saved, by between £200 and £300" in first_lines(reading)
    bars = section(reading, "sum").bars
    assert bars[-1].amount == "−£250"
    assert (int(bars[-1].start), int(bars[-1].ends)) == (0, 20)
    assert {bar.mark for bar in bars} == {20}


def test_more_lower_fees_than_savings_are_called_so():
    scenarios = Scenarios(estimate("100.00"), estimate("200.00"), estimate("250.00"))
    reading = reading_of(made_report(scenarios=scenarios))
    assert section(reading, "returned").title == "£300 came back to families, more than was saved"


def test_what_cannot_be_said_is_none_yet():
    empty = replace(made_report().per, **dict.fromkeys(PerFigures.__slots__))
    scenarios = Scenarios(estimate(None), estimate(None), estimate(None))
    reading = reading_of(made_report(scenarios=scenarios, per=empty))
    figures = [
        cell
        for each in reading.sections
        for table in (*each.tables, *([each.table] if each.table else []))
        for row in table.rows
        for cell in row.cells
        if isinstance(cell, Figure)
    ]
    assert {figure.said for figure in figures if not figure.value} == {"none yet"}
    assert {"scenarios.central.net", "per.net_per_parent_hour"} <= {f.path for f in figures if not f.value}
    assert section(reading, "sum").sentences == ("A figure is missing, so this cannot be added up yet.",)


def test_fairness_is_said_in_plain_words_with_its_count():
    sharing = replace(
        made_report().sharing,
        attainments=(Decimal("0.2000"),) + (Decimal("1.0000"),) * 9,
        under_half=1,
        jain=Decimal("0.9300"),
        gini=Decimal("0.0800"),
    )
    said = " ".join(section(reading_of(made_report(sharing=sharing)), "asked").sentences)
    assert "1 family gave less than half of its share." in said
    assert "as if 9 of 10 families shared it alike and the rest gave nothing (Jain 0.93)" in said
    assert "are 16\N{NO-BREAK SPACE}% of an average share apart (Gini 0.08)" in said


def test_families_stand_in_order_without_names_and_the_short_ones_stand_out():
    sharing = replace(
        made_report().sharing, attained=3, attainments=(Decimal("0.0000"), Decimal("0.5000"), Decimal("2.0000"))
    )
    chart = section(reading_of(made_report(sharing=sharing)), "asked").columns
    assert chart is not None
    assert [(column.height, column.low) for column in chart.columns] == [
        (Decimal("1.5"), True),
        (25, False),
        (100, False),
    ]
    assert chart.line == 50
    assert chart.summary == "3 families, from 0\N{NO-BREAK SPACE}% to 200\N{NO-BREAK SPACE}% of a share."


def test_what_was_planned_is_a_stroke_on_the_bar_of_what_came_of_it():
    budget = BudgetFigures(Decimal("1000.00"), None, None, Decimal("50"), None)
    found = section(reading_of(made_report(budget=budget)), "budget")
    assert found.title == "£100 less was saved than planned"
    assert [(bar.label, bar.amount, bar.note, str(bar.length), str(bar.mark)) for bar in found.bars] == [
        ("Saved, most likely", "£900", "£1,000 planned", "90.00", "100.00"),
        ("Parent hours", "60 h", "50 h planned", "100.00", "83.33"),
    ]


def test_without_a_plan_there_is_no_such_section():
    assert "budget" not in {each.key for each in reading_of(made_report()).sections}


def test_a_span_is_compared_with_the_days_before_it():
    days = PeriodFigures(PeriodKind.SPAN, "", "7 Sep to 11 Sep", AUTUMN.first, AUTUMN.last)
    reading = reading_of(beside_summer(STEADY, period=days))
    assert reading.headline.verdicts[0].text == "No alarms beside the days before."


@pytest.mark.parametrize(("currency", "shown"), [("EUR", "€900"), ("NZD", "$900"), ("SEK", "SEK 900")])
def test_other_money_is_named(currency: str, shown: str):
    assert f"Most likely {shown}:" in first_lines(reading_of(made_report(currency=currency)))


def test_numbers_are_written_as_the_reader_s_language_writes_them():
    with translation.override("de"):
        rows = section(reading_of(made_report(currency="EUR")), "sum").tables[1].rows
    assert [cell.said for cell in rows[0].cells if isinstance(cell, Figure)] == [
        "50,00",
        "€20,00",
        "100\N{NO-BREAK SPACE}%",
        "€1.000,00",
    ]


def test_a_rate_says_what_it_is_made_of_and_who_says_so():
    table = section(reading_of(made_report()), "rates").table
    assert table is not None
    made_of = next(cell for cell in table.rows[0].cells if isinstance(cell, Several))
    assert [figure.said.replace("\N{NO-BREAK SPACE}", " ") for figure in made_of.figures] == [
        "£15.00 wage",
        "12.07 % holiday",
        "15 % NI",
        "3 % pension",
    ]
    assert table.rows[0].label == "Care, all three"


def test_a_figure_leads_to_where_it_opens_and_nothing_leads_nowhere():
    reading = reading_of(made_report(), lambda path: f"/open/{path}")
    rows = section(reading, "sum").tables[0].rows
    net = rows[-1].cells[1]
    assert isinstance(net, Figure)
    assert net.url == "/open/scenarios.central.net"
    nothing = rows[1].cells[1]
    assert isinstance(nothing, Figure)
    assert (nothing.value, nothing.url) == ("0.00", "")


def test_corrections_of_earlier_terms_stand_beside_the_figure_and_not_in_it():
    adjusted = AdjustedFigures(Decimal("750.00"), Decimal("850.00"), Decimal("900.00"), Decimal("0.00"))
    said = first_lines(reading_of(beside_summer(STEADY, adjusted=adjusted)))
    assert "Most likely £900" in said
    assert "Corrections of earlier terms would make it £850. No alarms beside Summer term." in said
