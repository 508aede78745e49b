"""Spreadsheets that somebody sends: read as text, within bounds, and nothing in them run."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from nursery.documents import sheets_in
from nursery.documents.as_csv import write_csv
from nursery.documents.as_xlsx import write_xlsx
from nursery.documents.sheets_in import Row, Sheet, SheetRefused, read_sheet
from nursery.documents.table import Column, Table


def workbook(*rows: list[object], after: Callable[[Workbook], None] = lambda book: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    after(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    """A zip that calls itself a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"xl/workbook.xml": b"<workbook/>", **parts}.items():
            made.writestr(name, content)
    return out.getvalue()


def is_read(content: bytes) -> bool:
    """Or is refused in words; whatever else it raises is a fault of ours."""
    try:
        return bool(read_sheet(content).header)
    except SheetRefused as error:
        return bool(str(error))


def refusal(content: bytes) -> str:
    with pytest.raises(SheetRefused) as caught:
        read_sheet(content)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_csv_is_read_whatever_spreadsheet_wrote_it(encoding: str, comma: str) -> None:
    text = f"Name{comma}Family\r\nZoë Müller{comma}Müller\r\n"
    assert read_sheet(text.encode(encoding)) == Sheet(("Name", "Family"), (Row(2, ("Zoë Müller", "Müller")),))


def test_quoted_cells_and_empty_rows_keep_their_numbers() -> None:
    text = 'Name,Family\n\n"Okafor, Amara",\n,\nTomasz,Nowak\n'
    assert read_sheet(text.encode()).rows == (Row(3, ("Okafor, Amara", "")), Row(5, ("Tomasz", "Nowak")))


def test_a_workbook_is_read_as_people_see_it() -> None:
    sent = workbook(
        ["Name", "From", "Share", "At"],
        ["Amara ", dt.date(2026, 10, 5), 1.0, dt.time(9, 30)],
        [None, None, 0.5],
    )
    assert read_sheet(sent).rows == (
        Row(2, ("Amara", "2026-10-05", "1", "09:30:00")),
        Row(3, ("", "", "0.5", "")),
    )


@pytest.mark.parametrize("write", [write_csv, lambda table, out: write_xlsx(table, out, dt.datetime.now(dt.UTC))])
def test_what_we_wrote_comes_back_as_it_was(write: Callable[[Table, io.BytesIO], None]) -> None:
    out = io.BytesIO()
    write(Table("T", "A", [Column("Telephone", "…"), Column("Name", "…")], [("+44 7700 900123", "-Ann")]), out)
    assert read_sheet(out.getvalue()).rows == (Row(2, ("+44 7700 900123", "-Ann")),)


@pytest.mark.parametrize(
    "sent",
    [
        b"Name,Share\nAmara,=1+1\n",
        workbook(["Name", "Share"], ["Amara", "=1+1"]),
        workbook(["Name", "Share"], ["Amara", '=HYPERLINK("http://example.org")']),
    ],
)
def test_a_formula_is_refused_in_words_and_never_worked_out(sent: bytes) -> None:
    assert refusal(sent).startswith("A cell in row 2 is a formula.")


def test_a_hidden_sheet_is_not_the_one_that_is_read() -> None:
    def hide(book: Workbook) -> None:
        book.active.sheet_state = "hidden"
        book.create_sheet("Seen").append(["Name"])

    assert read_sheet(workbook(["Secret"], after=hide)).header == ("Name",)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "There is nothing in this file."),
        (b"\n\n,,\n", "There is nothing in this file."),
        (b"Name\n" + b"A" * sheets_in.MOST_BYTES, "The file is larger than 1 MB."),
        (b"Name\n" + b"Amara\n" * 501, "There are more than 500 rows."),
        (b"," * 20 + b"x\n", "There are more than 20 columns."),
        (b"Name\n" + b"A" * 501, "A cell in row 2 is longer than 500 characters."),
        (b"Name\nAmara,5\n", "Row 2 has more cells than there are columns with a name."),
        (b"Name\n" + b"\n" * 5000 + b"Amara\n", "Something stands below row 5000."),
        (b'Name\n"Amara\n', "We can\u2019t read this as a spreadsheet."),
        (b"Name\n\x81\n", "We can\u2019t read this as a spreadsheet."),
        (b"Name\nA\0\n", "We can\u2019t read this as a spreadsheet."),
        ("Name\n".encode("utf-16"), "This is text of a kind we don\u2019t read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a workbook of an old kind."),
        (b"PK\x03\x04 and no more", "We can\u2019t read this as a spreadsheet."),
        (packed(), "We can\u2019t read this as a spreadsheet."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_is_not_read_says_why(sent: bytes, said: str) -> None:
    assert refusal(sent).startswith(said)


@pytest.mark.parametrize(
    "sent",
    [
        packed(**{"xl/sharedStrings.xml": b" " * (sheets_in.MOST_UNPACKED + 1)}),
        packed(**{f"xl/{number}.xml": b"" for number in range(sheets_in.MOST_PARTS)}),
        packed(**{"xl/worksheets/sheet1.xml": b"<c/>" * (sheets_in.MOST_TAGS + 1)}),
    ],
    ids=["unpacked", "parts", "cells"],
)
def test_a_zip_that_holds_far_more_than_it_weighs_is_not_unpacked(sent: bytes) -> None:
    assert len(sent) < sheets_in.MOST_BYTES
    assert refusal(sent).startswith("This workbook holds far more than a list.")


def test_entities_of_xml_are_not_resolved() -> None:
    out = io.BytesIO()
    changed = 0
    with zipfile.ZipFile(io.BytesIO(workbook(["Name"], ["Amara"]))) as good, zipfile.ZipFile(out, "w") as made:
        for name in good.namelist():
            content = good.read(name)
            if b"Amara" in content:
                declared = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
                entity = b'<!DOCTYPE x [<!ENTITY e "Amara">]>'
                content = content[:declared] + entity + content[declared:].replace(b"Amara", b"&e;")
                changed += 1
            made.writestr(name, content)
    assert changed == 1
    assert refusal(out.getvalue()).startswith("We can\u2019t read this as a spreadsheet.")


def test_a_row_far_below_is_not_lost_in_silence() -> None:
    def far(book: Workbook) -> None:
        book.active.cell(row=9000, column=1, value="Amara")

    assert refusal(workbook(["Name"], after=far)).startswith("Something stands below row 5000.")


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"Name;E-mail\n", b"\xff\xfe"]))
def test_whatever_comes_it_is_read_or_refused_in_words(noise: bytes, start: bytes) -> None:
    assert is_read(start + noise)


WHOLE = workbook(["Name", "Family"], ["Amara", "Okafor"])  # once: a workbook says when it was made


@given(st.data())
def test_a_workbook_with_a_slip_anywhere_is_read_or_refused_in_words(data: st.DataObject) -> None:
    sent = bytearray(WHOLE)
    for _slip in range(data.draw(st.integers(1, 4))):
        sent[data.draw(st.integers(4, len(sent) - 1))] = data.draw(st.integers(0, 255))
    assert is_read(bytes(sent))
