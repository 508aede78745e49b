"""A room's day as a drawing: where everything stands, in shares of the width and in pixels of the height.

Across it is a percentage, so that the drawing is as wide as the page lets it be and no letter ever shrinks with it;
down it is pixels. What it means is said in the template.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rota.safety import Slice

SAID = 48  # two lines in which the slice in question says what is missing
HEAD = 22  # the line above a lane that says what it is
LANE = 22  # a band of children
ADULTS = 108  # the lane of the adults
AXIS = 24
GAP = 6
ROOM_FOR_TEXT = 9.0  # per cent of the width below which a figure is not written into a slice


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `x` and `width` are percentages as SVG takes them, `middle` the middle across."""

    x: str
    width: str
    middle: str
    y: int
    height: int
    text: str = ""

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Lane:
    """One band of children over the day; `y` is the foot of the line that names it."""

    name: str
    y: int
    boxes: list[Box]


@dataclass(frozen=True, slots=True)
class Column:
    """One slice from top to bottom: what is hit by a pointer, and the adults in it (`y` downwards).

    `counted` and `not_counted` are drawn from the ground up; `required` is the height of the line, None where nobody
    is required.
    """

    whole: Box
    counted: Box
    not_counted: Box
    required: int | None


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    text: str
    anchor: str
    main: bool  # shown on a phone too


@dataclass(frozen=True, slots=True)
class Chart:
    height: int
    lanes: list[Lane]
    adults_name: int
    ground: int
    foot: int
    columns: list[Column]
    ticks: list[Tick]
    now: str


def chart_of(
    slices: Sequence[Slice], bands: Sequence[tuple[int, str]], zone: dt.tzinfo, now: dt.datetime | None = None
) -> Chart:
    """`bands` are the places in `Slice.children` to draw, with their names; `now` is drawn where it is among the
    slices. At least one slice."""
    first, last = _hour_before(slices[0].starts, zone), _hour_after(slices[-1].ends, zone)
    across = _Across(first, last)
    y = SAID
    lanes = []
    for place, name in bands:
        most = max(piece.children[place] for piece in slices)
        boxes = [
            across.box(piece, y + HEAD, LANE * piece.children[place] / most, LANE, str(piece.children[place]))
            for piece in slices
            if piece.children[place]
        ]
        lanes.append(Lane(name, y + HEAD - GAP, boxes))
        y += HEAD + LANE + GAP
    adults_name = y + HEAD - GAP
    top, ground = y + HEAD, y + HEAD + ADULTS
    unit = ADULTS / max(1, *(max(piece.required, piece.present) for piece in slices))
    columns = []
    for piece in slices:
        counted, present = piece.counted * unit, piece.present * unit
        columns.append(
            Column(
                across.box(piece, SAID, ground - SAID, ground - SAID),
                across.box(piece, top, counted, ADULTS, _figures(piece)),
                across.box(piece, top, present - counted, ADULTS - counted),
                ground - round(piece.required * unit) if piece.required else None,
            )
        )
    return Chart(
        height=ground + AXIS,
        lanes=lanes,
        adults_name=adults_name,
        ground=ground,
        foot=ground + AXIS - GAP,
        columns=columns,
        ticks=list(_ticks(across, zone)),
        now=across.at(now) if now is not None and first <= now <= last else "",
    )


def _figures(piece: Slice) -> str:
    return f"{piece.counted}/{piece.required}" if piece.required else str(piece.counted)


class _Across:
    def __init__(self, first: dt.datetime, last: dt.datetime) -> None:
        self.first, self.last = first, last

    def percent(self, moment: dt.datetime) -> float:
        return 100 * ((moment - self.first) / (self.last - self.first))

    def at(self, moment: dt.datetime) -> str:
        return f"{self.percent(moment):.2f}%"

    def box(self, piece: Slice, top: float, height: float, within: float, text: str = "") -> Box:
        """As high as `height`, standing on the ground of a lane that is `within` high."""
        starts, ends = self.percent(piece.starts), self.percent(piece.ends)
        wide = ends - starts >= ROOM_FOR_TEXT
        return Box(
            f"{starts:.2f}%",
            f"{ends - starts:.2f}%",
            f"{(starts + ends) / 2:.2f}%",
            round(top + within) - round(height),
            round(height),
            text if wide else "",
        )


def _ticks(across: _Across, zone: dt.tzinfo) -> Iterable[Tick]:
    hours = round((across.last - across.first) / dt.timedelta(hours=1))
    step = max(1, -(-hours // 8))  # a laptop has room for eight, a phone for four
    for number in range(0, hours + 1, step):
        moment = across.first + number * dt.timedelta(hours=1)
        place = number // step
        anchor = "start" if number == 0 else "end" if number == hours else "middle"
        yield Tick(
            across.at(moment), f"{moment.astimezone(zone):%H:%M}", anchor, place % 2 == 0 and hours - number != 1
        )


def _hour_before(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(dt.UTC)


def _hour_after(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    whole = _hour_before(moment, zone)
    return whole if whole == moment else whole + dt.timedelta(hours=1)
