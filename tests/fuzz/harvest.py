"""What the pages themselves ask for: the fields of every form and what every link's query says, by address.

Made-up requests start from these: one that knows no field's name gets no further than the first check of its form.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

# A name and what it was seen to hold: choices of a list, the value that a field stood at; where that was empty, what
# somebody would type into a field of its kind.
Fields = dict[str, list[str]]
_TYPED = {
    "date": "2026-10-07",
    "datetime-local": "2026-10-07T09:00",
    "time": "09:30",
    "number": "3",
    "email": "somebody@example.org",
    "tel": "+44 20 7946 0000",
    "month": "2026-10",
    "checkbox": "on",
    "password": "four blue kettles",
    "text": "Anna",
}


@dataclass(frozen=True, slots=True)
class Harvest:
    """By the name of the address that they lead to."""

    forms: dict[str, Fields] = field(default_factory=lambda: defaultdict(dict))
    queries: dict[str, Fields] = field(default_factory=lambda: defaultdict(dict))
    files: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def read(self, url: str, page: str) -> None:
        _Page(self, url).feed(page)


class _Page(HTMLParser):
    def __init__(self, harvest: Harvest, url: str) -> None:
        super().__init__()
        self._harvest = harvest
        self._url = url
        self._into: Fields | None = None
        self._files: set[str] = set()
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        match tag:
            case "a" if "?" in said.get("href", ""):
                if name := self._name_of(said["href"]):
                    for key, value in parse_qsl(urlsplit(urljoin(self._url, said["href"])).query):
                        _add(self._harvest.queries[name], key, value)
            case "form":
                self._begin(said)
            case "select":
                self._select = said.get("name", "")
            case "option" if self._into is not None and self._select:
                _add(self._into, self._select, said.get("value", ""))
            case "input" | "textarea" | "button" if self._into is not None and said.get("name"):
                if said.get("type") == "file":
                    self._files.add(said["name"])
                else:
                    typed = _TYPED.get(said.get("type", "text"), "") if tag != "button" else ""
                    _add(self._into, said["name"], said.get("value", "") or typed)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._into = None
        elif tag == "select":
            self._select = ""

    def _begin(self, said: dict[str, str]) -> None:
        name = self._name_of(said.get("action") or self._url)
        posts = said.get("method", "get").lower() == "post"
        if name:
            self._into = (self._harvest.forms if posts else self._harvest.queries)[name]
            self._files = self._harvest.files[name]

    def _name_of(self, href: str) -> str | None:
        parts = urlsplit(urljoin(self._url, href))
        if parts.scheme not in {"", "http"}:
            return None
        try:
            return resolve(parts.path).view_name
        except Resolver404:
            return None


def _add(fields: Fields, name: str, value: str) -> None:
    values = fields.setdefault(name, [])
    if value not in values and len(values) < 12:
        values.append(value)
