"""Dated spans as iCalendar (RFC 5545): for calendars that read an address again and again, and as a file in a letter
(RFC 5546).

The `icalendar` library makes the frame and the time zone, escapes texts and folds long lines. The lines of a span
are put together here: a member of staff has a thousand of them, and the library's objects cost some 0.7 ms each.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vText
from icalendar.parser import Contentline

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 75  # octets in a line (RFC 5545, 3.1)
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Span:
    """`starts` and `ends` are wall-clock times of the calendar's zone. `uid` stays the same whatever else changes;
    `sequence` rises when it does. A span that takes no time (`busy` false) leaves its reader free."""

    uid: str
    starts: dt.datetime
    ends: dt.datetime
    summary: str
    location: str
    url: str
    changed_at: dt.datetime
    sequence: int
    cancelled: bool = False
    busy: bool = True
    description: str = ""


class Method(StrEnum):
    """What a file in a letter asks of a calendar: to have its spans, or to have them no more. Never REQUEST: it asks
    for a yes or a no, and a "no" that nobody reads would look like a turn given back."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"

    @property
    def media_type(self) -> str:
        """Without the charset, which whoever sends it adds."""
        return f"text/calendar; method={self}"


def write_letter_file(
    method: Method,
    spans: Sequence[Span],
    zone: ZoneInfo,
    *,
    organizer: str,
    address: str,
    language: str,
    now: dt.datetime,
) -> bytes:
    """`organizer` at `address` (e-mail) is who says so; RFC 5546 asks for it, and calendars show it."""
    calendar = _frame(language)
    calendar.add("method", method.value)
    # A parameter's text stands in quotes and can hold none.
    name = _CONTROLS.sub(" ", organizer).replace('"', "’").replace("\n", " ")
    return _whole(calendar, spans, zone, now=now, also=_line(f'ORGANIZER;CN="{name}":mailto:{address}'))


def write_calendar(name: str, spans: Sequence[Span], zone: ZoneInfo, *, language: str) -> bytes:
    calendar = _frame(language)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _whole(calendar, spans, zone)


def _frame(language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Turnabout//Rota//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _whole(
    calendar: Calendar, spans: Sequence[Span], zone: ZoneInfo, *, now: dt.datetime | None = None, also: bytes = b""
) -> bytes:
    """`also` stands in each span. What is written for one letter is stamped with the moment `now` (RFC 5545,
    3.8.7.2), what is read again and again with the change of each span."""
    frame = calendar.to_ical()
    end = b"END:VCALENDAR\r\n"
    years = [span.starts.year for span in spans] + [span.ends.year for span in spans]
    parts = [frame.removesuffix(end)]
    if years:
        parts.append(_zone(zone, min(years), max(years)))
    parts.extend(line for span in spans for line in _lines(span, zone.key, now, also))
    return b"".join([*parts, end])


@lru_cache(maxsize=64)
def _zone(zone: ZoneInfo, first: int, last: int) -> bytes:
    """The zone's rules from the beginning of one year to the end of another."""
    return bytes(
        Timezone.from_tzinfo(zone, first_date=dt.date(first, 1, 1), last_date=dt.date(last + 1, 1, 1)).to_ical()
    )


def _lines(span: Span, zone: str, now: dt.datetime | None, also: bytes) -> Iterator[bytes]:
    changed = f"{span.changed_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    stamped = changed if now is None else f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield b"BEGIN:VEVENT\r\n"
    yield _line(f"UID:{_escaped(span.uid)}")
    yield _line(f"DTSTAMP:{stamped}")
    yield _line(f"LAST-MODIFIED:{changed}")
    yield _line(f"SEQUENCE:{span.sequence}")
    yield _line(f"DTSTART;TZID={zone}:{span.starts:%Y%m%dT%H%M%S}")
    yield _line(f"DTEND;TZID={zone}:{span.ends:%Y%m%dT%H%M%S}")
    yield _line(f"SUMMARY:{_escaped(span.summary)}")
    if span.description:
        yield _line(f"DESCRIPTION:{_escaped(span.description)}")
    if span.location:
        yield _line(f"LOCATION:{_escaped(span.location)}")
    yield _line(f"URL:{span.url}")
    yield _line(f"STATUS:{'CANCELLED' if span.cancelled else 'CONFIRMED'}")
    yield _line(f"TRANSP:{'OPAQUE' if span.busy and not span.cancelled else 'TRANSPARENT'}")
    yield _line("CLASS:PRIVATE")
    yield also
    yield b"END:VEVENT\r\n"


@lru_cache(maxsize=1024)
def _escaped(text: str) -> str:
    """As a text value; control characters, which none may hold, become spaces."""
    return bytes(vText(_CONTROLS.sub(" ", text)).to_ical()).decode()


def _line(text: str) -> bytes:
    """One content line, folded where it is long."""
    octets = text.encode()
    if len(octets) > _LONGEST:
        octets = Contentline(text).to_ical()  # type: ignore[no-untyped-call]  # bytes, which it does not say
    return octets + b"\r\n"
