"""Pages as PDF: their text read back, their pages counted."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from nursery.documents.as_pdf import Run, reads_from_the_right, run, typeset
from nursery.documents.fonts import fonts
from nursery.documents.pages import Block, Day, Group, Ledger, Line, Wall
from tests.builders import NOW


def a_day(*lines: Line, head: str = "Mon 5", blocks: int = 1) -> Day:
    return Day(head, None, [Block("09:00–13:00", Run("Care"), lines)] * blocks)


def a_name(text: str) -> Line:
    return Line(run(text, fonts()))


def wall(*days: Day) -> PdfReader:
    page = Wall("Week of 5 October 2026", Run("Bluebell"), "Autumn term, week 5", days, [], "Printed today")
    return PdfReader(BytesIO(typeset("columns.typ", page, fonts=fonts(), language="en-gb", now=NOW)))


def ledger(groups: int, *days: Day) -> PdfReader:
    page = Ledger(
        "Autumn term",
        Run("Bluebell"),
        "7 September – 11 December",
        ["Day", "When and what", "Who"],
        [Group(f"Week {number + 1}", days) for number in range(groups)],
        [],
        "Printed today",
    )
    return PdfReader(BytesIO(typeset("ledger.typ", page, fonts=fonts(), language="en-gb", now=NOW)))


def text(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())


def test_a_week_is_one_page_of_a4_on_its_side():
    pdf = wall(*[a_day(a_name("Amara O."), blocks=4)] * 5)
    assert len(pdf.pages) == 1
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_a_large_week_takes_more_pages_each_with_the_days_on_top():
    pdf = wall(*[a_day(*[a_name("Amara O.")] * 4, head=f"Day {n}", blocks=24) for n in range(5)])
    assert len(pdf.pages) > 1
    assert all("Day 4" in page.extract_text() for page in pdf.pages)
    assert sum(page.extract_text().count("Amara O.") for page in pdf.pages) == 5 * 24 * 4


def test_a_small_week_is_set_in_larger_type_than_a_full_one():
    def largest(pdf: PdfReader) -> float:
        sizes: list[float] = []

        def seen(words: str, _cm, matrix, _font, size: float) -> None:
            if "Amara" in words:
                sizes.append(abs(matrix[3]) * size)

        pdf.pages[0].extract_text(visitor_text=seen)
        return max(sizes)

    few, many = (wall(*[a_day(*[a_name("Amara O.")] * 3, blocks=n)] * 5) for n in (2, 6))
    assert len(many.pages) == 1
    assert largest(few) > largest(many) >= 10


def test_a_days_note_and_no_shift_at_all_make_a_page_too():
    assert "Closed: Half term" in text(wall(Day("Mon 26", Run("Closed: Half term"), []), Day("Tue 27", None, [])))


@pytest.mark.parametrize("name", ["#strong[x]", "*a* _b_ `c` $d$", "\\ #eval(1)", "<label> @ref", '"}#panic()'])
def test_what_a_name_says_is_never_read_as_markup(name: str):
    assert name in text(wall(a_day(a_name(name))))


def test_a_name_too_long_for_its_column_is_broken_and_whole():
    name = "Wolfeschlegelsteinhausenbergerdorff"
    shown = text(wall(*[a_day(a_name(name))] * 7))
    assert shown.replace(" ", "").count(name) == 7


@pytest.mark.parametrize("name", ["Мария Ч.", "Γιώργος Π.", "王小明", "김민준", "Nguyễn T."])
def test_names_in_other_scripts_can_be_read_back(name: str):
    assert name in text(wall(a_day(a_name(name))))


def test_a_name_that_reads_from_the_right_is_set_so():
    assert run("محمد ع.", fonts()).rtl
    assert run("דוד כ.", fonts()).rtl
    assert not run("Amara O.", fonts()).rtl


def test_the_direction_is_the_first_letters():
    assert reads_from_the_right("1. דוד (David)")
    assert not reads_from_the_right("David (דוד)")
    assert not reads_from_the_right("123")


def test_a_name_cannot_turn_what_stands_beside_it():
    assert run("a\u202ebc\u2066d", fonts()).text == "abcd"


def test_a_term_goes_over_pages_and_says_the_week_again_where_it_is_cut():
    pdf = ledger(3, *[a_day(a_name("Amara O."), head=f"Day {n}", blocks=4) for n in range(5)])
    assert len(pdf.pages) >= 2
    assert text(pdf).count("Amara O.") == 3 * 5 * 4
    assert all("Week" in page.extract_text() for page in pdf.pages)


def test_it_says_its_title_and_language_and_can_be_read_out():
    pdf = wall(a_day(a_name("Amara O.")))
    assert pdf.metadata.title == "Week of 5 October 2026"
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]


def test_only_the_packaged_fonts_are_in_it():
    resources: Any = wall(a_day(a_name("Amara 王"))).pages[0]["/Resources"]
    found = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in resources["/Font"].values()}
    assert found
    assert all(name.startswith("NotoSans") for name in found)
