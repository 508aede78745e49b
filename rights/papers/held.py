"""All that is held about somebody, to take away: for a program as JSON, and to be read and printed as one page."""

import datetime as dt
import json
import zipfile
from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.template.loader import render_to_string

from accounts.models import Person
from home.history.reading import Deed
from nursery.models import Nursery
from rights.queries.held import Section, sections_of
from rights.queries.history import all_deeds_about

_IN_MEMORY = 5_000_000  # bytes; beyond, it is on disk while it goes out


def held_zip(person: Person, nursery: Nursery, now: dt.datetime) -> IO[bytes]:
    """`held.json` and `held.html`, ready to be read from the start."""
    sections = sections_of(person, nursery)
    deeds = all_deeds_about(person, nursery)
    packed: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "held.json", json.dumps(as_data(person, nursery, now, sections, deeds), indent=1, ensure_ascii=False)
        )
        context = {"person": person, "nursery": nursery, "now": now, "sections": sections, "deeds": deeds}
        out.writestr("held.html", render_to_string("rights/held_file.html", context))
    packed.seek(0)
    return packed


def as_data(
    person: Person, nursery: Nursery, now: dt.datetime, sections: Sequence[Section], deeds: Sequence[Deed]
) -> dict[str, Any]:
    return {
        "format": "held/1",
        "nursery": {"slug": nursery.slug, "name": nursery.name},
        "person": person.public_id,
        "made_at": now.isoformat(),
        "held": [
            {
                "name": section.held.name,
                "title": section.title,
                "why": section.why,
                "kept": section.kept,
                "rows": section.rows,
            }
            for section in sections
        ],
        "history": [
            {
                "at": deed.at.isoformat(),
                "who": deed.who,
                "how": str(deed.way),
                "what": [
                    {
                        "words": line.words,
                        "changed": [
                            {"name": detail.name, "before": detail.before, "after": detail.after}
                            for detail in line.details
                        ],
                        "why": list(line.why),
                    }
                    for line in deed.lines
                ],
            }
            for deed in deeds
        ],
    }
