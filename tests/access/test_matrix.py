"""The access matrix (matrix.py), whole: every address × everybody who might knock × every method.

And beside it: what is another nursery's is not found, by whoever may open such a thing in their own; and nothing that
was refused has written a row.
"""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import TRUSTED_ROLES, RoleKind
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.access.matrix import MATRIX, OPEN, WHO, Row
from tests.access.objects import object_of
from tests.access.people import (
    DOORS,
    ELSEWHERE,
    EVERYBODY,
    HERE,
    LEAVER,
    MEMBERS,
    NOW,
    STRANGER,
    UNPROVEN,
    VISITOR,
    Doors,
)
from tests.filled import FilledDatabases
from tests.writes import tables_written

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# What becomes of somebody who knocks. "Let in" is any answer of the page's own, be it that a form has a fault or that
# a rule of the rota stands against it.
SIGN_IN, SECOND_FACTOR, NOWHERE, NOT_YOURS, UNKNOWN_METHOD, LET_IN = (
    "sign in",
    "show a second factor",
    "404",
    "403",
    "405",
    "let in",
)


@pytest.fixture
def doors(db: None, filled: FilledDatabases) -> Iterator[Doors]:
    with filled.opened("doors", DOORS.fill), time_machine.travel(NOW, tick=False):
        yield DOORS


def patterns(resolver: URLResolver, namespace: str = "", before: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every address: its name, its path and itself."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, path)
        else:
            yield f"{namespace}{entry.name}", path, entry


PAGES = {name: (path, entry) for name, path, entry in patterns(get_resolver())}


def expected(row: Row, whom: str, method: str) -> str:
    if whom == VISITOR:
        return SIGN_IN
    if whom in {STRANGER, LEAVER}:
        return NOWHERE
    if whom == UNPROVEN:
        # Seen as a member without those roles; a page that only they open leads to where a second factor is shown.
        if row.who == "staff" or WHO[row.who] <= TRUSTED_ROLES:
            return SECOND_FACTOR
        whom = RoleKind.STAFF if row.who in {"member", "whole_account"} else "nobody"
    if whom not in WHO[row.who]:
        return NOT_YOURS
    known = {*row.methods.split(), *(["HEAD"] if "GET" in row.methods else [])}
    if method not in known:
        return UNKNOWN_METHOD
    return LET_IN if whom in row.but else NOT_YOURS


def url_of(name: str, row: Row, of: str = HERE, *, ahead: bool = False) -> str:
    """In Harebell's part of the site; what it names is `of`'s, and ahead or over where that matters."""
    path = PAGES[name][0]
    args = {"slug": HERE, **row.args}
    if named := re.search(r"([a-z-]+)/<str:public_id>", path):
        with nursery_scope(Nursery.objects.get(slug=of)):
            args["public_id"] = object_of(named[1], ahead=ahead)
    return reverse(name, kwargs=args) + (f"?{row.query}" if row.query else "")


def methods_for(row: Row, whom: str) -> list[str]:
    """Every method by one of those who are let in. Who may come is looked at before the method is, so for the others it
    is what the address knows and one that it does not."""
    if whom not in WHO[row.who]:
        return ["GET", "POST", "DELETE"]
    first = next(role for role in MEMBERS if role in WHO[row.who])
    return list(METHODS) if whom == first else [*row.methods.split(), "DELETE"]


def answer(doors: Doors, whom: str, method: str, url: str) -> tuple[int, str, bool]:
    """The status, where it leads, and whether a row was written; which is then taken back."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = doors.knock(whom, method, url)
        transaction.set_rollback(True)
    return response.status_code, response.get("Location", ""), bool(tables_written(queries))


def knock(doors: Doors, whom: str, method: str, url: str, row: Row) -> tuple[str, bool]:
    """What became of it, and whether a row was written."""
    status, where, wrote = answer(doors, whom, method, url)
    if status == 302 and where.startswith("/accounts/login/?next="):
        return SIGN_IN, wrote
    if status == 302 and where.startswith("/accounts/second-factor/?next="):
        return SECOND_FACTOR, wrote
    if status == 404 and row.bare and whom not in {VISITOR, STRANGER, LEAVER}:
        return LET_IN, wrote
    assert status < 500, status
    said = {404: NOWHERE, 403: NOT_YOURS, 405: UNKNOWN_METHOD}
    return said.get(status, LET_IN), wrote


@pytest.mark.parametrize("name", MATRIX)
def test_everybody_is_let_in_as_the_matrix_says_and_nobody_else_writes(name: str, doors: Doors) -> None:
    row = MATRIX[name]
    url = url_of(name, row)
    seen, wanted, written = {}, {}, []
    for whom in EVERYBODY:
        for method in methods_for(row, whom):
            wanted[whom, method] = expected(row, whom, method)
            seen[whom, method], wrote = knock(doors, whom, method, url, row)
            if wrote and seen[whom, method] != LET_IN:
                written.append((whom, method))
    wrong = {key: said for key, said in seen.items() if said != wanted[key]}
    assert wrong == {}, {key: wanted[key] for key in wrong}
    assert written == []


@pytest.mark.parametrize("name", [name for name in MATRIX if "<str:public_id>" in PAGES[name][0]])
def test_what_is_another_nursery_s_is_not_found(name: str, doors: Doors) -> None:
    row = MATRIX[name]
    theirs = url_of(name, row, of=ELSEWHERE)
    nobody_s = re.sub(r"/[2-9b-z]{12}/", "/bcdfghjkmnpq/", theirs)
    for whom in sorted(WHO[row.who] & row.but):
        for method in row.methods.split():
            status, where, wrote = answer(doors, whom, method, theirs)
            assert not wrote, (whom, method)
            if row.gone and status != 404:
                assert (whom, method, status, where, False) == (whom, method, *answer(doors, whom, method, nobody_s))
            else:
                assert (whom, method, status) == (whom, method, 404)


@pytest.mark.parametrize("name", OPEN)
def test_what_stands_outside_a_nursery_opens_as_the_matrix_says(name: str, doors: Doors) -> None:
    row = OPEN[name]
    url = reverse(name, kwargs=row.args)
    for whom in (VISITOR, LEAVER, MEMBERS[0]):
        for method in row.methods.split():
            with transaction.atomic():
                response = doors.knock(whom, method, url)
                transaction.set_rollback(True)
            to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/?next=")
            assert to_sign_in == (row.who == "signed_in" and whom == VISITOR), (whom, method, response.status_code)
            assert response.status_code < 500
            if row.without_key and not to_sign_in:
                assert (whom, method, response.status_code) == (whom, method, row.without_key)
            if row.who == "visitor" and whom != VISITOR:
                assert (whom, method, response.status_code) == (whom, method, 302)


def test_every_address_has_its_row() -> None:
    assert set(PAGES) == {*MATRIX, *OPEN}


def test_the_matrix_and_the_code_say_the_same() -> None:
    said = {name: entry.callback.access for name, (_path, entry) in PAGES.items() if hasattr(entry.callback, "access")}
    rows = {name: row.who for name, row in (MATRIX | OPEN).items() if name in said or name in MATRIX}
    assert said == rows


def test_no_two_pages_hide_behind_one_name() -> None:
    names = [name for name, _path, _entry in patterns(get_resolver())]
    assert sorted(names) == sorted(set(names))


def test_no_address_counts() -> None:
    """What is in an address is a random id, a day, or what no row is found by."""
    counted = {name for name, (path, _entry) in PAGES.items() if "<int:" in path}
    # A moment; and allauth's own number of a passkey, which is looked for among the account's own alone.
    assert counted == {"reminders:parked_bring_back", "mfa_edit_webauthn", "mfa_remove_webauthn"}


@pytest.mark.parametrize("whom", [STRANGER, LEAVER, *MEMBERS])
def test_the_people_of_the_tests_come_in_where_they_should(whom: str, doors: Doors) -> None:
    """Else all of the above would be refusals for another reason."""
    where = ELSEWHERE if whom == STRANGER else HERE
    assert doors.knock(whom, "GET", f"/{where}/").status_code == (404 if whom == LEAVER else 200)
