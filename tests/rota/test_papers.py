"""Print and take away: the page, the sheets read back, the tables read back, and who may have what."""

import csv
import datetime as dt
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from nursery.models import Room
from nursery.scope import nursery_scope
from rota.models import Booking, BookingStatus, CoverRequest, ShiftStatus
from tests.builders import NOW, House
from tests.languages import speak
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

PAGE = "/bluebell/rota/papers/"
WEEK = f"{PAGE}week.pdf?day=2026-10-07"
CSV = f"{PAGE}rota.csv?starts=2026-10-05&ends=2026-10-11"
XLSX = CSV.replace("rota.csv", "rota.xlsx")
ADLAM = "\U0001e900\U0001e901"  # a script that no packaged font holds

# Session, account, nursery, its scope, the person with the policy; and the savepoint around the view.
AROUND = 5 + 2


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def sheet(response: Any) -> PdfReader:
    assert response.status_code == 200, response
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())


def rows(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200, response
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


# --- the week on the wall -----------------------------------------------------------------------------------


def test_what_hangs_on_the_wall_is_in_the_nurserys_language_whoever_prints_it(house: House, settings, tmp_path):
    speak(settings, tmp_path / "locale")
    house.shift()
    shown = words(sheet(client_of(house.parent(language="pl")).get(WEEK)))
    assert "5 October" in shown


def test_the_weeks_sheet_says_who_is_there_by_first_name_and_initial(house: House):
    shift = house.shift(paid=1)
    house.booking(house.place(shift, "paid"), house.staff("Marta Zielińska"))
    house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    shown = words(sheet(client_of(house.parent()).get(WEEK)))
    assert "Week of 5 October 2026" in shown
    assert "Autumn term, week 5" in shown
    assert "Wed 7" in shown
    assert "09:00–13:00 Care Marta Z. leads Tomasz N." in shown
    assert "Zielińska" not in shown
    assert "Nowak" not in shown
    assert "Bluebell · Week of 5 October 2026 · printed Wed 30 Sep, 09:00" in shown


def test_it_is_everybodys_and_says_nothing_of_me(house: House):
    me = house.parent()
    house.booking(house.place(house.shift()), me)
    seen = [words(sheet(client_of(person).get(WEEK))) for person in (me, house.parent(), house.manager())]
    assert len(set(seen)) == 1
    assert "you" not in seen[0].replace("Write your name", "").split()


def test_an_open_place_is_a_line_and_says_for_whom(house: House):
    house.shift(paid=1, parents=1)
    shown = words(sheet(client_of(house.parent()).get(WEEK)))
    assert "Care staff parent" in shown
    assert "A dotted line is an open place." in shown


def test_cover_that_is_asked_for_is_said(house: House):
    booking = house.booking(house.place(house.shift()), house.parent("Tomasz Nowak"))
    CoverRequest.objects.create(nursery=house.nursery, booking=booking, asked_at=NOW)
    assert "Tomasz N. cover asked" in words(sheet(client_of(house.parent()).get(WEEK)))


def test_rooms_are_named_where_there_are_several(house: House):
    house.shift()
    other = Room.objects.create(nursery=house.nursery, key="garden", name="Garden Room")
    client = client_of(house.parent())
    assert "Care, Bluebell Room" not in words(sheet(client.get(WEEK)))
    house.shift(dt.date(2026, 10, 8)).__class__.objects.filter(date=dt.date(2026, 10, 8)).update(room=other)
    shown = words(sheet(client.get(WEEK)))
    assert "Care, Bluebell Room" in shown
    assert "Care, Garden Room" in shown


def test_a_cancelled_shift_is_said_to_be_so_and_has_no_lines(house: House):
    house.shift(status=ShiftStatus.CANCELLED)
    shown = words(sheet(client_of(house.parent()).get(WEEK)))
    assert "Care Cancelled" in shown
    assert "Care parent" not in shown


def test_a_closed_week_says_why(house: House):
    shown = words(sheet(client_of(house.parent()).get(f"{PAGE}week.pdf?day=2026-10-28")))
    assert shown.count("Closed: Half term") == 5


def test_an_empty_week_is_one_page_that_says_so(house: House):
    pdf = sheet(client_of(house.parent()).get(f"{PAGE}week.pdf?day=2027-08-02"))
    assert len(pdf.pages) == 1
    assert "There are no shifts." in words(pdf)


def test_a_weekend_with_work_on_it_is_on_the_sheet(house: House):
    house.shift(dt.date(2026, 10, 10))
    house.shift(dt.date(2026, 10, 11))
    shown = words(sheet(client_of(house.parent()).get(WEEK)))
    assert "Sat 10" in shown
    assert "Sun 11" in shown


def test_a_shadow_and_who_stands_beside_are_named_too(house: House):
    shift = house.shift()
    holder = house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    house.booking(house.place(shift), house.staff("Marta Zielińska"), covers=holder)
    Booking.objects.create(
        nursery=house.nursery,
        shift=shift,
        kind="parent",
        person=house.parent("Linh Tran"),
        shadow=True,
        booked_at=NOW,
    )
    shown = words(sheet(client_of(house.parent()).get(WEEK)))
    assert "Marta Z. beside" in shown
    assert "Linh T. shadow" in shown


def test_names_in_other_scripts_are_on_it(house: House):
    shift = house.shift(parents=3)
    for number, name in enumerate(["Мария Чехова", "王小明", "Nguyễn Thảo"], start=1):
        house.booking(house.place(shift, number=number), house.parent(name))
    shown = words(sheet(client_of(house.parent()).get(WEEK)))
    assert all(name in shown for name in ("Мария Ч.", "王小明", "Nguyễn T."))


def test_a_name_that_cannot_be_set_is_numbered_and_reported_on_the_page(house: House):
    shift = house.shift(parents=3)
    house.booking(house.place(shift, number=1), house.parent(f"{ADLAM} {ADLAM}"))
    house.booking(house.place(shift, number=2), house.parent(f"Amara {ADLAM}"))
    house.booking(house.place(shift, number=3), house.parent("Tomasz Nowak"))
    client = client_of(house.parent())
    shown = words(sheet(client.get(WEEK)))
    assert "Care (1) Amara Tomasz N." in shown
    assert "A number stands for a name with letters that cannot be printed here. Write it in." in shown
    page = text_of(client.get(f"{PAGE}?day=2026-10-07"))
    assert "2 names have letters that no font here holds." in page
    assert f"{ADLAM} {ADLAM[0]}. : (1), with a line to write it on" in page
    assert f"Amara {ADLAM[0]}. : Amara" in page


# --- the term -----------------------------------------------------------------------------------------------


def test_the_terms_sheet_goes_week_by_week(house: House):
    for week in range(3):
        house.booking(
            house.place(house.shift(dt.date(2026, 10, 5) + dt.timedelta(days=7 * week))), house.parent("Tomasz Nowak")
        )
    pdf = sheet(client_of(house.parent()).get(f"{PAGE}terms/{house.term.public_id}.pdf"))
    shown = words(pdf)
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert "Week 5, from 5 October" in shown
    assert "Mon 12 Oct 09:00–13:00 Care Tomasz N." in shown
    assert "Closed: Half term" in shown


def test_a_term_of_another_nursery_is_not_found(house: House, other_house: House):
    assert client_of(house.parent()).get(f"{PAGE}terms/{other_house.term.public_id}.pdf").status_code == 404


# --- tables -------------------------------------------------------------------------------------------------


def test_everybodys_table_has_a_row_a_place_with_short_names(house: House):
    shift = house.shift(paid=1, parents=1)
    house.booking(house.place(shift, "paid"), house.staff("Marta Zielińska"))
    [paid, parent] = rows(client_of(house.parent()).get(CSV))
    assert paid == {
        "Day": "2026-10-07",
        "Starts": "09:00",
        "Ends": "13:00",
        "Hours": "4.00",
        "Duty": "Care",
        "Room": "Bluebell Room",
        "Place": "staff",
        "Number": "1",
        "Who": "Marta Z.",
        "State": "filled",
    }
    assert (parent["Place"], parent["Who"], parent["State"]) == ("parent", "", "open")


def test_the_managers_table_has_full_names_and_who_came(house: House):
    shift = house.shift(parents=2)
    house.booking(house.place(shift, number=1), house.parent("Tomasz Nowak"), status=BookingStatus.WORKED)
    house.booking(house.place(shift, number=2), house.parent("Linh Tran"), status=BookingStatus.MISSED)
    found = [(row["Who"], row["State"], row["Marked"]) for row in rows(client_of(house.manager()).get(CSV))]
    assert found == [("Tomasz Nowak", "filled", "came"), ("Linh Tran", "filled", "did not come"), ("", "open", "")]


def test_nobody_else_reads_who_did_not_come(house: House):
    house.booking(house.place(house.shift()), house.parent("Linh Tran"), status=BookingStatus.MISSED)
    [row] = rows(client_of(house.parent()).get(CSV))
    assert (row["Who"], row["State"]) == ("", "open")
    assert "Marked" not in row


def test_each_state_of_a_place_has_its_word(house: House):
    shift = house.shift(parents=2)
    holder = house.booking(house.place(shift, number=1), house.parent("Tomasz Nowak"))
    CoverRequest.objects.create(nursery=house.nursery, booking=holder, asked_at=NOW)
    house.booking(house.place(shift, number=1), house.staff("Marta Zielińska"), covers=holder)
    Booking.objects.create(
        nursery=house.nursery,
        shift=shift,
        kind="parent",
        person=house.parent("Linh Tran"),
        shadow=True,
        booked_at=NOW,
    )
    house.shift(dt.date(2026, 10, 8), status=ShiftStatus.CANCELLED)
    found = [(row["Who"], row["Number"], row["State"]) for row in rows(client_of(house.parent()).get(CSV))]
    assert found == [
        ("Tomasz N.", "1", "cover asked"),
        ("Marta Z.", "1", "beside"),
        ("", "2", "open"),
        ("Linh T.", "", "shadow"),
        ("", "1", "cancelled"),
    ]


def test_a_name_that_looks_like_a_formula_stays_a_name(house: House):
    house.booking(house.place(house.shift()), house.parent("=cmd|x"))
    assert rows(client_of(house.parent()).get(CSV))[0]["Who"] == "'=cmd|x"
    book = openpyxl.load_workbook(BytesIO(client_of(house.parent()).get(XLSX).content))
    assert book.worksheets[0]["I2"].value == "=cmd|x"
    assert book.worksheets[0]["I2"].data_type != "f"


def test_the_hours_across_the_clock_change_are_those_that_pass(house: House):
    house.shift(dt.date(2026, 10, 25), "00:30", "03:30")
    [row] = rows(client_of(house.parent()).get(CSV.replace("2026-10-11", "2026-10-31")))
    assert (row["Starts"], row["Ends"], row["Hours"]) == ("00:30", "03:30", "4.00")


def test_the_spreadsheet_has_real_days_and_a_sheet_of_meanings(house: House):
    house.shift()
    book = openpyxl.load_workbook(BytesIO(client_of(house.parent()).get(XLSX).content))
    found, meanings = book.worksheets
    assert found["A2"].value == dt.datetime(2026, 10, 7)  # noqa: DTZ001 - as a spreadsheet keeps a day
    assert found["B2"].value == dt.time(9)
    assert found["D2"].value == 4
    assert meanings["B1"].value == "Mon 5 Oct 2026 to Sun 11 Oct 2026, a row for each place"
    assert {cell.value for cell in found[1]} <= {row[0].value for row in meanings.iter_rows(min_row=3)}


def test_days_are_taken_as_people_type_them(house: House):
    house.shift()
    typed = "?starts=5+Oct&ends=11/10/2026"
    assert len(rows(client_of(house.parent()).get(f"{PAGE}rota.csv{typed}"))) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("starts=soon&ends=2026-10-11", "We can’t read this as a day."),
        ("starts=2026-10-11&ends=2026-10-05", "This is before the first day. Choose a later one."),
        ("starts=2026-10-11&ends=2028-10-05", "That is more than a year. Take it in parts."),
        ("", "Say from when."),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_days_that_cannot_be_are_said_beside_the_field(house: House, ending: str, typed: str, sentence: str):
    response = client_of(house.parent()).get(f"{PAGE}rota.{ending}?{typed}")
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_what_was_typed_is_not_lost(house: House):
    body = client_of(house.parent()).get(f"{PAGE}rota.csv?starts=soon&ends=2026-10-11").content.decode()
    assert 'value="soon"' in body
    assert 'value="2026-10-11"' in body


# --- the page, and who may ------------------------------------------------------------------------------------


def test_the_page_leads_to_everything(house: House):
    page = text_of(client_of(house.parent()).get(PAGE))
    for said in ("28 September – 4 October 2026", "Sheet of this week (PDF)", "Autumn term", "In a calendar"):
        assert said in page
    assert "as you see the week" in page


def test_the_week_and_more_lead_to_the_page(house: House):
    client = client_of(house.parent())
    assert f'href="{PAGE}?day=2026-10-05"' in client.get("/bluebell/rota/?day=2026-10-07").content.decode()
    assert f'href="{PAGE}"' in client.get("/bluebell/more/").content.decode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (WEEK, "bluebell-week-2026-10-05.pdf"),
        (CSV, "bluebell-rota-2026-10-05-to-2026-10-11.csv"),
        (XLSX, "bluebell-rota-2026-10-05-to-2026-10-11.xlsx"),
    ],
)
def test_files_say_whose_and_which_days_and_are_kept_by_no_cache(house: House, path: str, name: str):
    response = client_of(house.parent()).get(path)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "private, no-store"
    assert client_of(house.parent()).head(path).status_code == 200


@pytest.mark.parametrize("path", [PAGE, WEEK, CSV, XLSX])
def test_they_are_only_read_and_only_by_the_nurserys_people(house: House, other_house: House, path: str):
    with nursery_scope(other_house.nursery):
        stranger = other_house.parent()
    assert client_of(stranger).get(path).status_code == 404
    assert Client().get(path)["Location"].startswith("/accounts/login/")
    assert client_of(house.parent()).post(path).status_code == 405


@pytest.mark.parametrize("day", ["soon", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_no_day_has_no_sheet(house: House, day: str):
    client = client_of(house.parent())
    assert client.get(f"{PAGE}week.pdf?day={day}").status_code == 404
    assert client.get(f"{PAGE}?day={day}").status_code == 200


COUNTING = 12  # how often somebody takes something away (accounts/limits.py)


# Closures, shifts, places, bookings, the names, the term; for a table bookings and places; for the page the week's
# names, terms, the term's names.
@pytest.mark.parametrize(("path", "own"), [(WEEK, 6 + COUNTING), (CSV, 2 + COUNTING), (XLSX, 2 + COUNTING), (PAGE, 3)])
@pytest.mark.parametrize("shifts", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_rota(
    house: House, django_assert_num_queries, path: str, own: int, shifts: int
):
    for number in range(shifts):
        shift = house.shift(dt.date(2026, 10, 5) + dt.timedelta(days=number % 5), paid=1, parents=2)
        house.booking(house.place(shift, "paid"), house.staff(f"Staff {number}"))
        asking = house.booking(house.place(shift), house.parent(f"Parent {number}"))
        CoverRequest.objects.create(nursery=house.nursery, booking=asking, asked_at=NOW)
    client = client_of(house.parent())
    with django_assert_num_queries(AROUND + own):
        client.get(path)
