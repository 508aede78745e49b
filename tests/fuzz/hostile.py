"""What somebody, or something, might send: values and files that no form expects, and whole requests made of them."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

# Seen raw in a page, it would have run: nothing that we write ourselves has such a tag.
MARK = "<zq-7 onload=alert(1)>"

_WORDS = [
    "",
    " ",
    "\0",
    "a\0b",
    "0",
    "-1",
    "1e400",
    "NaN",
    "Infinity",
    "-0.00001",
    "9" * 30,
    "9" * 5000,
    "٣",  # a digit, and no ASCII
    "½",
    "true",
    "null",
    "[]",
    "{}",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-10-25",
    "2026-W53-7",
    "0000-00-00",
    "2026-09-30T09:00",
    "9999-12-31T23:59:59+14:00",
    "24:00",
    "00:00",
    "01:30",
    "23:59:59.999999",
    "9999-12",
    MARK,
    f'"><script>{MARK}</script>',
    f"javascript:{MARK}",
    "{{ 7|add:7 }}{% debug %}",
    "' OR 1=1 --",
    "'); DROP TABLE rota_booking; --",
    "../../../../etc/passwd",
    "//example.org/",
    "https://example.org/",
    "=1+1",
    "\r\nSet-Cookie: a=b",
    "\u202e\u2066rotated",
    "𓀀👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "Z" + "\u0301" * 200,
    "\ufeff\uffff\u2028",
    "\ud800",
    "somebody@" + "a" * 300 + ".org",
    "bcdfghjkmnpq",
    "B" * 12,
    "x" * 20_000,
]
values = st.sampled_from(_WORDS) | st.text(max_size=30) | st.integers(-(2**70), 2**70).map(str)


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 30_000_000)
    return packed.getvalue()


_FILES = [
    ("empty.csv", b""),
    ("people.csv", b"\xff\xfe\0\0"),
    ("people.csv", b'"' + b"a," * 5000),
    ("people.csv", b"name,email\n" + b"=cmd()," * 40 + b"\n"),
    ("bomb.xlsx", _bomb()),
    ("torn.xlsx", _bomb()[:200]),
    ("deep.json", b"[" * 100_000),
    ("nursery.json", b'{"format": "turnabout-nursery", "version": 1e999, "nursery": null}'),
    ("number.json", b"9" * 50_000),
    ("..\\..\\\u202e.json", b"{}"),
]
files = st.sampled_from(_FILES) | st.binary(max_size=200).map(lambda content: ("something", content))


@dataclass(frozen=True, slots=True)
class Request:
    """`query` and `body` are pairs, since a name may come twice; `raw` stands for a body that is no form at all."""

    whom: str
    method: str
    path: str
    query: list[tuple[str, str]]
    body: list[tuple[str, Any]]
    raw: tuple[str, bytes] | None
    headers: dict[str, str]


_RAW = st.tuples(
    st.sampled_from(
        [
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=\x00",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=utf-7",
            "application/x-www-form-urlencoded",
            "text/plain; charset=nonsense",
            "",
        ]
    ),
    st.sampled_from(
        [
            b"{",
            b"[" * 50_000,
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="\0"\r\n\r\n1',
            b"a=%ED%A0%80&%00=%00&b=%FF",
            b"a&" * 1100,
            b"\xff" * 100,
        ]
    )
    | st.binary(max_size=60),
)

headers = st.fixed_dictionaries(
    {},
    optional={
        "HX-Request": st.just("true"),
        "HX-Target": st.sampled_from(["", "main", "\u00e9", MARK]),
        "HX-Current-URL": st.sampled_from(["", "http://[", "//\0", "http://testserver/harebell/?a=" + "b" * 999]),
        "Accept-Language": st.sampled_from(["", "*", "de;q=2", "xx-" * 400, "en\0"]),
        "Accept": st.sampled_from(["", "application/json", "*/*;q=x"]),
        "Referer": st.sampled_from(["", "http://[", "https://example.org/", "\0"]),
        "Range": st.just("bytes=-1-99999999999999999999"),
        "If-None-Match": st.sampled_from(["*", '"', "W/"]),
        "If-Modified-Since": st.sampled_from(["yesterday", "Thu, 99 Jan 99999999999 00:00:00 GMT"]),
        "X-Forwarded-For": st.sampled_from(["", "1.2.3.4, \0", "::" * 40]),
        "User-Agent": st.sampled_from(["", "\0", "x" * 5000, MARK]),
    },
)


@st.composite
def filled_in(draw: st.DrawFn, fields: dict[str, list[str]], *, whole: bool) -> list[tuple[str, str]]:
    """As a page offers it, and then up to three names spoiled: what they hold is hostile, they are missing or come
    twice. What is not `whole` has but a few of its names to begin with."""
    names = sorted(fields)
    if names and not whole:
        names = sorted(draw(st.sets(st.sampled_from(names), max_size=3)))
    spoiled = draw(st.sets(st.sampled_from(names), max_size=3)) if names else set()
    pairs = []
    for name in names:
        offered = st.sampled_from(fields[name]) if fields[name] else values
        fate = draw(st.sampled_from(["hostile", "hostile", "missing", "twice"])) if name in spoiled else "offered"
        if fate == "offered" or fate == "twice":
            pairs.append((name, draw(offered)))
        if fate in {"hostile", "twice"}:
            pairs.append((name, draw(values)))
    if draw(st.integers(0, 9)) == 9:
        pairs.append((draw(values), draw(values)))
    return pairs


def bodies_that_are_no_form() -> st.SearchStrategy[tuple[str, bytes] | None]:
    return st.one_of(*[st.none()] * 12, _RAW)
