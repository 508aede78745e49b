"""The two pages for the board: always two, read back, and the same for the same report."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from costs.papers.board import board_pages
from costs.reports.documents import report_bytes, report_from
from costs.reports.figures import Report, Scenarios
from nursery.documents.fonts import fonts
from tests.costs.papers.reports import beside, lacking, many, nothing_yet, put_right


def pages(report: Report) -> PdfReader:
    return PdfReader(BytesIO(board_pages(report, fonts(), "en-gb")))


def words(pdf: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(text.replace("\u200b", "").replace("\u00a0", " ").split())


def size_of_smallest(pdf: PdfReader) -> float:
    sizes: list[float] = []

    def seen(text: str, _cm: Any, matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes.append(abs(matrix[3]) * size)

    for page in pdf.pages:
        page.extract_text(visitor_text=seen)
    return min(sizes)


def keeps_clear_of_its_foot(pdf: PdfReader) -> bool:
    """Whether both pages have the same lines in their lowest 14 mm: those of the foot."""
    first, second = pdf.pages
    return lines_at_the_foot(first) == lines_at_the_foot(second)


def lines_at_the_foot(page: Any) -> set[int]:
    found: set[int] = set()

    def seen(text: str, within: Any, matrix: Any, _font: Any, _size: float) -> None:
        height = matrix[4] * within[1] + matrix[5] * within[3] + within[5]
        if text.strip() and height < 39:
            found.add(round(height))

    page.extract_text(visitor_text=seen)
    return found


@pytest.mark.parametrize(("duties", "months"), [(1, 1), (1, 60), (2, 3), (5, 12), (12, 1), (12, 12), (40, 60)])
def test_it_is_two_upright_pages_whatever_the_nursery(report: Report, duties: int, months: int):
    pdf = pages(many(beside(report), duties, months))
    assert len(pdf.pages) == 2
    assert keeps_clear_of_its_foot(pdf)
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_a_usual_report_is_set_in_type_that_can_be_read(report: Report):
    assert size_of_smallest(pages(beside(report))) >= 6.5


@pytest.mark.parametrize("made", [beside, lacking, nothing_yet])
def test_so_is_one_with_much_beside_it_one_that_lacks_a_rate_and_an_empty_one(report: Report, made: Any):
    pdf = pages(made(report))
    assert keeps_clear_of_its_foot(pdf)


def test_nothing_runs_into_the_foot_of_a_page_that_has_room(report: Report):
    """Its type grows to fill the page, and narrow columns then wrap."""
    open_term = replace(report, before=None, changes=None, budget=None, so_far=True)
    assert keeps_clear_of_its_foot(pages(open_term))


def test_the_range_comes_before_the_figure_and_what_came_back(report: Report):
    shown = words(pages(report))
    assert "Parents’ shifts saved the nursery between £2,412 and £4,837" in shown
    assert shown.index("£2,412 and £4,837") < shown.index("Most likely £4,362: cost avoided (estimate).")
    assert "Of this, £3,000 came back to families in lower fees." in shown


def test_lines_stand_with_their_rates_and_the_part_bought(report: Report):
    shown = words(pages(report))
    assert "216.00 × £17.52 £3,784.32" in shown
    assert "50 % of 114.00 × £14.24 £811.68" in shown


def test_alarms_are_sentences_on_the_first_page(report: Report):
    first = " ".join(pages(beside(report)).pages[0].extract_text().split())
    assert "More is being asked of parents" in first
    assert "Paid people worked 6.3" in first


def test_what_is_missing_is_said_with_what_to_do(report: Report):
    shown = words(pages(lacking(report)))
    assert "There is no rate for Care on 60 days" in shown
    assert "The treasurer can add a rate" in shown
    assert "none yet" in shown


def test_corrections_stand_on_the_second_page_with_why_and_with_net(report: Report):
    pdf = pages(put_right(report))
    assert len(pdf.pages) == 2
    shown = " ".join(pdf.pages[1].extract_text().split())
    assert "5 Oct 2026: Summer term 2026, Care" in shown
    assert "3.50 £49.84 £61.32 £68.25 £0.00 =A turn was found" in shown
    assert "Net with corrections £2,461.40 £4,422.88 £4,905.01 £3,120.15" in shown


def test_an_empty_period_says_none_yet_and_never_nan(report: Report):
    shown = words(pages(nothing_yet(report)))
    assert "none yet" in shown
    assert "NaN" not in shown


def test_what_has_no_room_is_summed_up_and_said(report: Report):
    shown = words(pages(many(report, 40, 60)))
    assert "28 others" in shown  # of forty lines, thirteen have room
    assert "These stand in the workbook." in shown
    assert "2022 2023 2024 2025 2026" in shown


def test_a_net_below_nought_is_said_in_words_and_with_a_minus(report: Report):
    below = [
        replace(found, net=Decimal("-812.34"), retained=Decimal("-812.34"), fee_relief=Decimal(0), returned=None)
        for _name, found in report.scenarios.each
    ]
    shown = words(pages(replace(report, scenarios=Scenarios(*below))))
    assert "Running parent duty took more than parents’ shifts saved, by £812" in shown
    assert "−£812.34" in shown


def test_money_without_pennies_is_shown_with_two_decimals_all_the_same(report: Report):
    """Rates, lines and totals are rounded at two places in every currency; a yen's are shown, never dropped."""
    shown = words(pages(replace(report, currency="JPY")))
    assert "JPY 4,361.56" in shown


@pytest.mark.parametrize("name", ["حضانة البنفسج", "גן הכלניות", "Дитячий садок «Дзвіночок»", "ブルーベル保育園"])
def test_the_nurserys_name_is_set_in_its_own_script(report: Report, name: str):
    pdf = pages(replace(report, nursery_name=name))
    assert len(pdf.pages) == 2
    # Arabic is extracted in the shapes that its letters take, so letters are counted instead.
    assert "Bluebell Parent-Run Nursery" not in words(pdf)
    if not any("\u0590" <= letter <= "\u06ff" for letter in name):
        assert name in words(pdf)


def test_a_name_that_no_font_holds_gives_way_to_the_nurserys_slug(report: Report):
    assert "bluebell · Savings and burden" in words(pages(replace(report, nursery_name="\U0001e900\U0001e901")))


def test_markup_in_a_name_or_a_source_is_text(report: Report):
    [care, *others] = report.rates
    odd = replace(
        report, rates=(replace(care, source="#panic() *b* $x$ <l>"), *others), nursery_name="_Blue_ #strong[b]"
    )
    shown = words(pages(odd))
    assert "#panic() *b* $x$ <l>" in shown
    assert "_Blue_ #strong[b]" in shown


def test_the_same_report_makes_the_same_bytes_also_when_it_was_kept_as_json(report: Report):
    closed = beside(report)
    again = report_from(report_bytes(closed))
    assert board_pages(closed, fonts(), "en-gb") == board_pages(again, fonts(), "en-gb")


def test_it_is_dated_by_the_day_of_closing_and_says_its_digest(report: Report):
    pdf = pages(beside(report))
    assert pdf.metadata
    assert str(pdf.metadata["/CreationDate"]).startswith("D:20261218")
    assert "closed on Fri 18 Dec 2026" in words(pdf)
    assert "3f2a" * 16 in words(pdf).replace(" ", "")


def test_it_says_its_title_and_language_and_can_be_read_out(report: Report):
    pdf = pages(report)
    assert pdf.metadata.title == "Savings and burden · Autumn term 2026 · an estimate"
    root: Any = pdf.trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("en", True)
