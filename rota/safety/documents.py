"""Coverage as the command prints it (domain 04)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from rota.safety.slices import RoomDay, Slice


def coverage_document(room_days: Iterable[RoomDay], zone: dt.tzinfo) -> dict[str, Any]:
    """`{"slices": […]}` by date, room and time, in wall-clock times of `zone`.

    Slices without a child are left out; neighbours that would print alike, though other people stand there, are one.
    """
    slices: list[dict[str, Any]] = []
    for room_day in sorted(room_days, key=lambda each: (each.day, each.room)):
        last_ends: dt.datetime | None = None
        for piece in room_day.slices:
            if not piece.has_children:
                continue
            entry = _entry(piece, [band.name for band in room_day.rules.bands], zone)
            if (
                slices
                and last_ends == piece.starts
                and slices[-1] | {"from": 0, "to": 0} == entry | {"from": 0, "to": 0}
            ):
                slices[-1]["to"] = entry["to"]
            else:
                slices.append(entry)
            last_ends = piece.ends
    return {"slices": slices}


def _entry(piece: Slice, bands: list[str], zone: dt.tzinfo) -> dict[str, Any]:
    return {
        "date": piece.day.isoformat(),
        "room": piece.room,
        "from": f"{piece.starts.astimezone(zone):%H:%M}",
        "to": f"{piece.ends.astimezone(zone):%H:%M}",
        "children": dict(zip(bands, piece.children, strict=True)),
        "required": piece.required,
        "present": piece.present,
        "counted": piece.counted,
        "qualified": piece.qualified,
        "alerts": [str(alert) for alert in piece.alerts],
    }
