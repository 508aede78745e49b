"""Whatever is sent to whatever address by whoever may open it: an answer, no traceback; refused, and nothing written.

Each address takes a handful of requests in every run, the same ones; TEST_EXAMPLES=200 script/test tests/fuzz takes
as many, and others each time. docs/security.md says what the last long run counted.
"""

import json
import os
import secrets
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from accounts.models import RoleKind
from tests.access.matrix import MATRIX, OPEN, WHO
from tests.access.people import DOORS, MEMBERS, NOW, VISITOR, Doors
from tests.access.test_matrix import url_of
from tests.filled import FilledDatabases
from tests.fuzz import hostile
from tests.fuzz.harvest import Fields, Harvest
from tests.fuzz.hostile import MARK, Request
from tests.writes import tables_written

EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "6"))
# One answer's work and size, however large what was sent: the longest list of the full nursery stays well below.
MOST_QUERIES, MOST_BYTES = 250, 2_000_000

_READERS = (RoleKind.MANAGER, RoleKind.TREASURER, RoleKind.TRUSTEE, RoleKind.PARENT)

# Pages with a button and no field; and two whose field waits for a turn of one's own that is still ahead.
PRESSED_ONLY = {
    "costs:rate_remove",
    "costs:term_confirm",
    "rota:call_out_start",
    "rota:booking_release",
    "rota:swap_ask",
}

_harvest = Harvest()


@pytest.fixture
def doors(db: None, filled: FilledDatabases) -> Iterator[Doors]:
    with filled.opened("doors", DOORS.fill), time_machine.travel(NOW, tick=False):
        yield DOORS


@pytest.fixture
def harvest(doors: Doors) -> Harvest:
    """What every page asks for, mostly of the manager; gathered once a worker."""
    if not _harvest.forms:
        for name, row in MATRIX.items():
            if "GET" in row.methods:
                whom = next(whom for whom in _READERS if whom in WHO[row.who] & row.but)
                for url in sorted({url_of(name, row), url_of(name, row, ahead=True)}):
                    _read(doors, whom, url)
        for name, open_to_all in OPEN.items():
            if "GET" in open_to_all.methods:
                one = RoleKind.MANAGER if open_to_all.who == "signed_in" else VISITOR
                _read(doors, one, reverse(name, kwargs=open_to_all.args))
    return _harvest


def _read(doors: Doors, whom: str, url: str) -> None:
    with transaction.atomic():
        response = doors.knock(whom, "GET", url)
        transaction.set_rollback(True)
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        _harvest.read(url, response.content.decode())


def fields_of(name: str) -> Fields:
    """What a form sent there holds; where it is looked at first, a query asks for what is sent then."""
    fields = {**_harvest.queries[name], **_harvest.forms[name]}
    fields.pop("csrfmiddlewaretoken", None)  # the test client needs none
    return fields


@st.composite
def requests(draw: st.DrawFn, name: str, urls: list[str], methods: list[str], people: list[str]) -> Request:
    path, _, asked = draw(st.sampled_from(urls)).partition("?")
    if draw(st.integers(0, 5)) == 5:  # another part of the path, in place of one that is there
        steps = path.strip("/").split("/")
        steps[draw(st.integers(0, len(steps) - 1))] = quote(
            draw(hostile.values).encode("utf-8", "surrogatepass"), safe=draw(st.sampled_from(["", "/"]))
        )
        path = "/" + "/".join(steps) + "/"
    query_names: Fields = {**{key: [value] for key, value in parse_qsl(asked)}, **_harvest.queries[name]}
    query = draw(hostile.filled_in(query_names, whole=False))
    method = draw(st.sampled_from(methods * 4 + ["POST"] * ("POST" in methods) * 4 + ["PUT"]))
    body: list[tuple[str, Any]] = []
    if method == "POST":
        body = draw(hostile.filled_in(fields_of(name), whole=True))
        body += [(field, draw(hostile.files)) for field in _harvest.files[name]]
    raw = draw(hostile.bodies_that_are_no_form()) if method not in {"GET", "HEAD"} else None
    return Request(draw(st.sampled_from(people)), method, path, query, body, raw, draw(hostile.headers))


def send(doors: Doors, request: Request) -> HttpResponse:
    client = doors.browser_of(request.whom)
    client.raise_request_exception = True  # what a page stumbles over, not the page that is shown in its place
    url = request.path
    if request.query:
        url += "?" + _encoded(request.query)
    if request.raw:
        content_type, content = request.raw
    elif any(isinstance(value, tuple) for _name, value in request.body):
        content_type, content = MULTIPART_CONTENT, _multipart(request.body)
    else:
        content_type, content = "application/x-www-form-urlencoded", _encoded(request.body).encode()
    response: HttpResponse = client.generic(  # type: ignore[assignment]
        request.method, url, content, content_type, headers=request.headers
    )
    return response


def _encoded(pairs: list[tuple[str, Any]]) -> str:
    return urlencode(pairs, encoding="utf-8", errors="surrogatepass")


def _multipart(pairs: list[tuple[str, Any]]) -> bytes:
    fields: dict[str, list[Any]] = {}
    for name, value in pairs:
        if isinstance(value, tuple):
            value = SimpleUploadedFile(value[0] or "x", value[1])
        else:
            value = value.encode("utf-8", "replace").decode()
        fields.setdefault(name.encode("utf-8", "replace").decode(), []).append(value)
    return encode_multipart(BOUNDARY, fields)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def ask(doors: Doors, request: Request) -> str:
    """Sends it, looks at the answer, and takes back what it wrote; gives what became of it."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = send(doors, request)
        written = tables_written(queries)
        asked = len(queries)
        _look_at(response, asked)
        if response.status_code >= 400:
            assert written == set(), f"refused ({response.status_code}), and yet it wrote {written}"
        if response.status_code == 302 and response["Location"].startswith("/"):
            shown = doors.browser_of(request.whom).get(response["Location"])
            _look_at(shown, 0)
        transaction.set_rollback(True)
    return f"{response.status_code // 100}xx" + (" written" if written else "")


def _look_at(response: Any, asked: int) -> None:
    body = body_of(response)
    assert response.status_code < 500, f"{response.status_code}: {body[:2000]!r}"
    assert asked <= MOST_QUERIES
    assert len(body) <= MOST_BYTES
    assert "\n" not in response.get("Location", "")
    if response.get("Content-Type", "").startswith("text/html"):
        assert MARK.encode() not in body, "what was typed stands in the page as it was typed"


@pytest.mark.parametrize("name", [*MATRIX, *OPEN])
def test_whatever_is_sent_is_answered_and_what_is_refused_writes_nothing(
    name: str, doors: Doors, harvest: Harvest, record_property: Any
) -> None:
    if name in MATRIX:
        row = MATRIX[name]
        urls, methods = sorted({url_of(name, row), url_of(name, row, ahead=True)}), row.methods.split()
        people = sorted(WHO[row.who] & row.but, key=MEMBERS.index)
    else:
        urls, methods = [reverse(name, kwargs=OPEN[name].args)], OPEN[name].methods.split()
        people = [VISITOR, RoleKind.MANAGER]
    answers: Counter[str] = Counter()

    # Always the same few, unless more are asked for: whether a change is sound must not hang on luck.
    @seed(secrets.randbits(64) if "TEST_EXAMPLES" in os.environ else zlib.crc32(name.encode()))
    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck), print_blob=False)
    @given(requests(name, urls, methods, people))
    def each(request: Request) -> None:
        answers[ask(doors, request)] += 1

    each()
    record_property("answers", json.dumps(answers))


def test_the_requests_start_from_the_forms_that_are_there(harvest: Harvest) -> None:
    """Else they would stop at the first check of every form: what each page with a form asks for has been read."""
    asked = {name for name, row in MATRIX.items() if row.methods == "GET POST"}
    assert {name for name in asked if not fields_of(name) and not _harvest.files[name]} == PRESSED_ONLY
