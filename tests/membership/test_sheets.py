"""Entering many from a spreadsheet: a look at every row first, then all of it or nothing."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Family, Person
from membership.actions.inviting import invite
from membership.models import Invitation
from nursery.documents.sheets_in import read_sheet
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

SHEET = "/bluebell/members/sheet/"
HEADER = "Name,E-mail,Telephone,Family,Share,Roles,Joins on\n"


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(house: House) -> Client:
    return client_of(house.manager("Helen Tanaka", email="helen@example.org"))


def send(client: Client, rows: str, header: str = HEADER) -> Any:
    return client.post(SHEET, {"sheet": SimpleUploadedFile("people.csv", (header + rows).encode())})


def hidden(page: Any) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(rows|seen)" value="([^"]*)">', page.content.decode())
    return {name: unescape(value) for name, value in found}


def write(client: Client, page: Any, *ticked: int) -> Any:
    return client.post(SHEET, hidden(page) | {"invite": [str(row) for row in ticked]}, follow=True)


def test_the_look_says_what_each_row_does_and_writes_nothing(house: House, client: Client) -> None:
    house.parent("Amara Okafor", email="amara@okafor.example", phone="")
    page = send(
        client,
        "Tomasz Nowak,tomasz@example.net,,Nowak,0.5,parent,5 Oct 2026\n"
        "Amara Okafor,amara@okafor.example,07700 900123,,,,\n"
        "Helen Tanaka,helen@example.org,,,,,\n",
    )
    words = text_of(page)
    assert page.status_code == 200
    assert "3 rows, ready to be written" in words
    assert "1 new person, 1 changed, 1 new family." in words
    assert "Tomasz Nowak tomasz@example.net · Nowak new with the new family Nowak" in words
    assert "Telephone: – → 07700 900123" in words
    assert "known, nothing changes" in words
    assert not Person.objects.filter(name="Tomasz Nowak").exists()


def test_the_yes_writes_it_all_and_invites_those_who_are_ticked(house: House, client: Client) -> None:
    page = send(
        client,
        "Tomasz Nowak,nowak@example.net,,Nowak,0.5,parent,2026-10-05\n"
        'Ola Nowak,nowak@example.net,,nowak,,"parent, trustee",\n'
        "Ines Costa,ines@example.net,,,,bank staff,\n",
    )
    answer = write(client, page, 2, 4)
    assert "3 people entered, 0 changed, 2 invited." in text_of(answer)
    tomasz, ola = (Person.objects.get(name=name) for name in ("Tomasz Nowak", "Ola Nowak"))
    assert tomasz.family == ola.family == Family.objects.get(name="Nowak", share="0.5")
    assert (ola.roles, tomasz.joined) == (["parent", "trustee"], dt.date(2026, 10, 5))
    assert set(Invitation.objects.values_list("person__name", flat=True)) == {"Tomasz Nowak", "Ines Costa"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",x@example.net,,,,staff,", "Name: The name is missing."),
        ("Tomasz Nowak,tomasz,,,,staff,", "E-mail: This is no e-mail address."),
        ("Tomasz Nowak,,call me,,,staff,", "Telephone: We can’t read this as a telephone number."),
        ("Tomasz Nowak,,,,,cook,", "Roles: We know no role “cook”."),
        ("Tomasz Nowak,,,,,,", "Roles: Say what they are here."),
        ("Tomasz Nowak,,,,,parent,", "Family: A parent belongs to a family."),
        ("Tomasz Nowak,,,Nowak,half,parent,", "Share: This is no number."),
        ("Tomasz Nowak,,,,0.5,staff,", "Share: A share is a family’s."),
        ("Tomasz Nowak,,,,,staff,soon", "Joins on: We can’t read this as a day."),
        ("Tomasz Nowak,helen@example.org,,,,staff,", "E-mail: Helen Tanaka has this address."),
        ("Helen Tanaka,other@example.org,,,,,", "E-mail: Somebody of this name has another address."),
        ("Helen Tanaka,,,,,staff,", "Roles: Helen T. is the only manager"),
    ],
)
def test_a_fault_stands_beside_its_row_and_nothing_can_be_written(client: Client, row: str, said: str) -> None:
    page = send(client, f"Ines Costa,ines@example.net,,,,staff,\n{row}\n")
    assert page.status_code == 422
    assert said in text_of(page)
    assert "Write them down" not in text_of(page)
    assert write(client, page).status_code == 409
    assert not Person.objects.filter(name="Ines Costa").exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Ola Nowak,o@x.net,,N,,parent,\nola  nowak,O@x.net,,N,,parent,\n", "This is row 2 once more."),
        ("Ola Nowak,o@x.net,,N,,parent,\nJan Bo,o@x.net,,Bo,,parent,\n", "Row 2 has this address"),
        ("Ola Nowak,o@x.net,,N,1,parent,\nJan Nowak,,,N,2,parent,\n", "Row 2 gives this family another share."),
    ],
)
def test_rows_that_do_not_go_together_say_so(client: Client, rows: str, said: str) -> None:
    assert said in text_of(send(client, rows))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Who,E-mail\n", "No column is called “Name”."),
        ("Name,E-mail,email\n", "Two columns are called “email”."),
    ],
)
def test_a_table_without_the_columns_is_refused_in_words(client: Client, header: str, said: str) -> None:
    page = send(client, "Tomasz Nowak,tomasz@example.net\n", header)
    assert page.status_code == 422
    assert said in text_of(page)


def test_a_column_that_says_nothing_to_us_is_named(client: Client) -> None:
    page = send(client, "Tomasz Nowak,staff,likes tea\n", "Name,Role,Notes\n")
    assert "Not read, because we know no such column: Notes." in text_of(page)


def test_what_has_changed_since_the_look_is_shown_again_and_not_written(house: House, client: Client) -> None:
    page = send(client, "Tomasz Nowak,tomasz@example.net,,Nowak,,parent,\n")
    house.family("Nowak")
    answer = write(client, page, 2)
    assert answer.status_code == 409
    assert "Something has changed since you looked." in text_of(answer)
    assert not Person.objects.filter(name="Tomasz Nowak").exists()
    assert "1 person entered" in text_of(write(client, answer, 2))


def test_the_same_yes_twice_writes_once(client: Client) -> None:
    page = send(client, "Tomasz Nowak,tomasz@example.net,,Nowak,,parent,\n")
    write(client, page)
    assert write(client, page).status_code == 409
    assert Person.objects.filter(name="Tomasz Nowak").count() == 1


def test_the_look_ends_after_an_hour_and_is_nobody_elses(house: House, client: Client) -> None:
    page = send(client, "Tomasz Nowak,tomasz@example.net,,Nowak,,parent,\n")
    other = client_of(house.manager("Rosa Lindqvist"))
    assert "more than an hour old" in text_of(write(other, page))
    with time_machine.travel(NOW + dt.timedelta(minutes=61), tick=False):
        assert "more than an hour old" in text_of(write(client, page))
    assert "more than an hour old" in text_of(client.post(SHEET, {"rows": "made up"}, follow=True))
    assert not Person.objects.filter(name="Tomasz Nowak").exists()


def test_whoever_is_invited_already_is_not_ticked(house: House, client: Client) -> None:
    tomasz = house.parent("Tomasz Nowak", email="tomasz@example.net", sign_in=False)
    invite(tomasz, Person.objects.get(name="Helen Tanaka"), nursery=house.nursery, now=NOW, today=TODAY)
    page = send(client, "Tomasz Nowak,tomasz@example.net,,,,,\nIna Bo,ina@example.net,,,,staff,\n").content.decode()
    assert re.findall(r'name="invite" value="(\d)" aria-label="Invite [^"]+"( checked)?', page) == [
        ("2", ""),
        ("3", " checked"),
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_comes_back_readable_and_its_example_is_nobody(client: Client, ending: str) -> None:
    sent = client.get(f"{SHEET}template.{ending}").content
    table = read_sheet(sent)
    assert table.header == ("Name", "E-mail", "Telephone", "Family", "Share", "Roles", "Joins on")
    assert table.rows[0].cells[:2] == ("Amara Okafor", "amara@example.org")
    page = client.post(SHEET, {"sheet": SimpleUploadedFile(f"people.{ending}", BytesIO(sent).getvalue())})
    assert "There is nobody in this file." in text_of(page)


def test_the_look_asks_as_many_queries_of_many_rows_as_of_few(client: Client) -> None:
    counts = []
    for number in (2, 40):
        rows = "".join(f"Ola Nowak{n},ola{n}@example.net,,Nowak,,parent,\n" for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            send(client, rows)
        counts.append(len(queries))
    assert counts[0] == counts[1]
