"""Filling in a step as a browser does: what stands in the form already, and what is typed over it."""

from html.parser import HTMLParser
from typing import Any

from tests.founding.conftest import Founder

Typed = dict[str, Any]


class _Form(HTMLParser):
    """The fields of the page's main form (the one with `seen` in it) as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.sent: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "form":
            self.fields = {}
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in said or self._select not in self.fields):
            self.fields[self._select] = [said.get("value") or ""]
        elif tag == "input" and name:
            ticked = said.get("type") in {"checkbox", "radio"}
            if not ticked or "checked" in said:
                self.fields.setdefault(name, []).append(said.get("value") or ("on" if ticked else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and "seen" in self.fields:
            self.sent = self.fields


class Walk:
    """One founder's way through the steps."""

    def __init__(self, founder: Founder, there: str = "") -> None:
        self.founder = founder
        self.there = there or founder.begin("steps").removesuffix("name/")

    def open(self, step: str) -> Any:
        return self.founder.client.get(f"{self.there}{step}/")

    def fields(self, step: str) -> dict[str, Any]:
        found = _Form()
        found.feed(self.open(step).content.decode())
        return dict(found.sent)

    def send(self, step: str, typed: Typed | None = None) -> Any:
        """What stands there, but for what is typed."""
        return self.post(step, self.fields(step) | (typed or {}))

    def post(self, step: str, data: Typed) -> Any:
        return self.founder.client.post(f"{self.there}{step}/", data)

    def name(self, **typed: str) -> Any:
        return self.send("name", {"name": "Bluebell", "founder": "Ines Costa"} | typed)

    def answers(self) -> dict[str, Any]:
        (draft,) = (each for each in self.founder.drafts() if each.public_id in self.there)
        found: dict[str, Any] = draft.answers
        return found

    def make(self, **typed: str) -> Any:
        return self.founder.client.post(f"{self.there}look/", {"slug": "bluebell"} | typed)
