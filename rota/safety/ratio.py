"""Required adults, and how many of them may be below level 2 (domain 02, required adults)."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from rota.safety.rules import Band, Rounding, RuleSet


def required_adults(
    rules: RuleSet,
    children: Sequence[int],
    *,
    level_6: bool = False,
    rounding: Rounding = Rounding.PER_BAND,
    min_adults: int = 2,
) -> int:
    """Adults that a room needs for so many children in each of the rules' bands, youngest first.

    `level_6`: a counted adult of level 6 works with them. `min_adults` holds as soon as there is a child; without a
    child nobody is required.
    """
    if not any(children):
        return 0
    bands = list(zip(rules.bands, children, strict=True))
    if rounding == Rounding.POOLED:
        adults = ceil(sum(fraction_of_adults(band, count, level_6=level_6) for band, count in bands))
    elif rounding == Rounding.SUBSTITUTE:
        adults = _with_spare_room_handed_on(bands, level_6=level_6)
    else:
        adults = sum(_adults(band, count, level_6=level_6)[0] for band, count in bands)
    return max(adults, min_adults)


def others_at_level_2(rules: RuleSet, required: int) -> int:
    """How many of the required adults, beside the one of level 3, must hold level 2."""
    return ceil((required - 1) * rules.share_level_2) if required else 0


def room_below_level_2(rules: RuleSet, required: int) -> int:
    """How many of `required` adults may be below level 2: (R - 1) - ceil((R - 1) * share)."""
    return max(0, required - 1 - others_at_level_2(rules, required))


def fraction_of_adults(band: Band, children: int, *, level_6: bool) -> Fraction:
    """Adults for so many children of one band before rounding; between two steps it runs straight."""
    each = band.ratio(level_6=level_6)
    if each:
        return Fraction(children, each)
    (places_below, adults_below), (places, adults) = _steps_around(band, children)
    return adults_below + Fraction((children - places_below) * (adults - adults_below), places - places_below)


def _adults(band: Band, children: int, *, level_6: bool) -> tuple[int, int]:
    """Whole adults for one band, and the places that are then free."""
    if not children:
        return 0, 0
    each = band.ratio(level_6=level_6)
    if each:
        adults = ceil(Fraction(children, each))
        return adults, adults * each - children
    _below, (places, adults) = _steps_around(band, children)
    return adults, places - children


def _steps_around(band: Band, children: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The step that takes so many children, after the one below it. Past the last, steps as wide as it go on."""
    below = (0, 0)
    for step in band.steps:
        if children <= step[0]:
            return below, step
        before, below = below, step
    width, more = below[0] - before[0], below[1] - before[1]
    while children > below[0] + width:
        below = (below[0] + width, below[1] + more)
    return below, (below[0] + width, below[1] + more)


def _with_spare_room_handed_on(bands: Sequence[tuple[Band, int]], *, level_6: bool) -> int:
    adults = spare = 0
    for band, children in bands:
        taken_in = min(spare, children)
        more, free = _adults(band, children - taken_in, level_6=level_6)
        adults += more
        spare += free - taken_in
    return adults
