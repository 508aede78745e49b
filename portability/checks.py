"""What every part's check uses: the document, the faults, and which keys exist."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portability.faults import Faults, Step
from portability.shape import Document, Entry
from portability.values import moment_of, the_day

LONGEST = {"name": 200, "note": 500, "source": 500, "evidence": 500, "reference": 100, "kind": 80, "reason": 500}


@dataclass(slots=True)
class Check:
    """A document being looked at. `stored` holds the keys that the database has for parts the file leaves out;
    `written` is the document with its broken entries, as far as they can be read."""

    document: Document
    faults: Faults
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: Any = None
    _keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    _broken: dict[str, dict[int, Any]] = field(default_factory=dict)
    _readable: dict[tuple[str, str], frozenset[str] | None] = field(default_factory=dict)  # None: not all can be read

    def entries(self, part: str) -> Iterator[tuple[int, Entry]]:
        """The part's sound entries with their numbers."""
        for number, entry in enumerate(self.document.get(part) or []):
            if entry is not None:
                yield number, entry

    def fault(self, sentence: str, *steps: Step) -> None:
        self.faults.add(sentence, *steps)

    # --- keys -----------------------------------------------------------------------------------------------
    def keys(self, part: str) -> dict[str, Any]:
        """Key → entry of a part in the file; key → stored row's facts where the file leaves the part out."""
        if part not in self.document:
            return self.stored.get(part, {})
        if part not in self._keys:
            self._keys[part] = {entry["key"]: entry for _number, entry in self.entries(part)}
        return self._keys[part]

    def broken(self, part: str) -> dict[int, Any]:
        """The part's broken entries by number, as they are written; a part that is no list at all is one."""
        if part not in self._broken:
            entries = self.document.get(part) or []
            written = self.written.get(part) if isinstance(self.written, dict) else None
            if not isinstance(written, list):
                written = [None] * len(entries)
            self._broken[part] = {number: written[number] for number, entry in enumerate(entries) if entry is None}
        return self._broken[part]

    def may_be_broken(self, part: str, name: str, value: str) -> bool:
        """Whether a broken entry of the part has `value` in its field `name`, or may have: it cannot be read."""
        if (part, name) not in self._readable:
            broken = self.broken(part)
            said = {
                number: entry[name]
                for number, entry in broken.items()
                if isinstance(entry, dict)
                and isinstance(entry.get(name), str)
                and not self.faults.has(part, number, name)
            }
            self._readable[part, name] = None if len(said) < len(broken) else frozenset(said.values())
        values = self._readable[part, name]
        return values is None or value in values

    def broken_references(self, part: str, refers: Mapping[str, str]) -> None:
        """What can be told of a broken entry too: that a field of it which can be read leads nowhere."""
        for number, entry in self.broken(part).items():
            for name, where in refers.items() if isinstance(entry, dict) else ():
                if isinstance(entry.get(name), str) and not self.faults.has(part, number, name):
                    self.refers(entry, name, where, part, number)

    def unique_keys(self, part: str) -> None:
        seen: dict[str, int] = {}
        sound = {number: entry["key"] for number, entry in self.entries(part)}
        broken = {n: entry.get("key") for n, entry in self.broken(part).items() if isinstance(entry, dict)}
        for number, key in sorted((sound | broken).items()):
            if not isinstance(key, str) or self.faults.has(part, number, "key"):
                continue
            if key in seen:
                self.fault(f"'{key}' is the key of {part}[{seen[key]}] already", part, number, "key")
            seen.setdefault(key, number)

    def refers(self, entry: Entry, name: str, part: str, *steps: Step) -> Any:
        """What `entry[name]` refers to, or None after a fault (or where the field is not there)."""
        key = entry.get(name)
        if key is None:
            return None
        found = self.keys(part).get(key)
        if found is None and not self.may_be_broken(part, "key", key):
            said = "nobody has" if part == "people" else f"nothing in {part} has"
            self.fault(f"{said} the key '{key}'", *steps, name)
        return found

    # --- sense ----------------------------------------------------------------------------------------------
    def in_order(self, entry: Entry, first: str, last: str, *steps: Step) -> bool:
        """Days or clock times: the last is not before the first."""
        starts, ends = entry.get(first), entry.get(last)
        if starts is not None and ends is not None and ends < starts:
            self.fault(f"{ends} is before {starts}", *steps, last)
            return False
        return True

    def moments_in_order(self, entry: Entry, first: str, last: str, *steps: Step) -> None:
        before, after = moment_of(entry, first), moment_of(entry, last)
        if before is not None and after is not None and after < before:
            self.fault(f"{entry[last]} is before {entry[first]}", *steps, last)

    def longer_than_nothing(self, entry: Entry, *steps: Step) -> None:
        """A span of clock times that ends after it starts, on the same day."""
        if entry["ends"] <= entry["starts"]:
            self.fault(f"must be after {entry['starts']}, not {entry['ends']}", *steps, "ends")

    def text_fits(self, entry: Entry, *steps: Step) -> None:
        for name, longest in LONGEST.items():
            value = entry.get(name)
            if isinstance(value, str) and len(value) > longest:
                self.fault(f"must be at most {longest} characters", *steps, name)
        if isinstance(entry.get("name"), str) and not entry["name"].strip():
            self.fault("must not be empty", *steps, "name")

    def not_overlapping(self, spans: Iterable[tuple[Entry, int]], what: str, *steps: Step) -> None:
        """Dated facts that hold one at a time: `spans` are entries with `from` and `until` and their step."""
        seen: list[Entry] = []
        for entry, step in spans:
            if any(
                one.get("from", "") <= entry.get("until", "~") and entry.get("from", "") <= one.get("until", "~")
                for one in seen
            ):
                self.fault(what, *steps, step)
            seen.append(entry)

    def decimal(
        self,
        entry: Entry,
        name: str,
        *steps: Step,
        least: Decimal = Decimal(0),
        most: Decimal = Decimal(100_000),
        places: int = 6,
    ) -> None:
        """An amount within its bounds, written with no more decimals than are kept."""
        text: str | None = entry.get(name)
        if text is None:
            return
        value = Decimal(text)
        if value < least:
            self.fault("must not be negative" if least == 0 else f"must be at least {least}", *steps, name)
        elif value > most:
            self.fault(f"must be at most {most}", *steps, name)
        elif len(text.partition(".")[2].rstrip("0")) > places:
            self.fault(f"has more than {places} decimals", *steps, name)

    def one_a_day(self, entries: Iterable[Entry], *steps: Step) -> None:
        """Dated facts of one thing: no two from the same day."""
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            if entry["from"] in seen:
                self.fault(f"there are two from {entry['from']}", *steps, number, "from")
            seen.add(entry["from"])


def terms_of(check: Check) -> list[tuple[str, dt.date, dt.date, list[tuple[dt.date, dt.date]]]]:
    """Each term as (key, starts, ends, closures), from the file or, where it leaves them out, as stored."""
    return [
        (
            key,
            the_day(term, "starts"),
            the_day(term, "ends"),
            [(the_day(c, "starts"), the_day(c, "ends")) for c in term.get("closures", [])],
        )
        for key, term in check.keys("terms").items()
    ]
