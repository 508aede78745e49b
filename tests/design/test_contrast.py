"""Every pair of colours that meets on a page can be told apart, in the light and in the dark scheme.

WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for marks, edges and focus (1.4.11).
"""

import re
from pathlib import Path

import pytest

from tests.design.colour import contrast, srgb

ROOT = Path(__file__).resolve().parent.parent.parent
TOKENS = (ROOT / "static/css/tokens.css").read_text()

TEXT = [
    (ink, ground) for ink in ("ink", "ink-2", "accent") for ground in ("paper", "sheet", "shade", "accent-soft")
] + [
    ("accent-ink", "accent"),
    ("accent-ink", "accent-deep"),
    ("accent-deep", "accent-soft"),
    ("float-ink", "float"),
    *[(state, ground) for state in ("good", "warn", "bad") for ground in ("paper", "sheet", f"{state}-soft")],
    *[("ink", f"{state}-soft") for state in ("good", "warn", "bad")],
    ("bad", "shade"),
    ("sheet", "bad"),
]
MARKS = [
    *[("edge", ground) for ground in ("paper", "sheet", "shade")],
    *[("accent", ground) for ground in ("paper", "sheet", "shade", "accent-soft")],
    ("float-ink", "float"),
    ("good", "shade"),
    ("warn", "shade"),
    ("bad", "shade"),
]


def scheme_tokens(scheme: str) -> dict[str, tuple[float, float, float]]:
    """The colour tokens of a scheme as (L, C, h); the dark ones lie over the light ones as they do in the page."""
    light, _, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    found: dict[str, tuple[float, float, float]] = {}
    for part in [light] if scheme == "light" else [light, dark]:
        for name, *numbers in re.findall(r"--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);", part):
            lightness, chroma, hue = (float(number) for number in numbers)
            found[name] = (lightness, chroma, hue)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    tokens = scheme_tokens(scheme)
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_and_edges_can_be_seen(scheme: str, mark: str, ground: str) -> None:
    tokens = scheme_tokens(scheme)
    assert contrast(tokens[mark], tokens[ground]) >= 3


def test_the_dark_scheme_states_every_colour_anew() -> None:
    light, _, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    colours = re.compile(r"--([\w-]+): [^;]*oklch")
    assert set(colours.findall(light)) == set(colours.findall(dark))


def test_the_conversion_knows_black_white_and_their_contrast() -> None:
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)
    assert srgb((0.627955, 0.257683, 29.2339)) == "#ff0000"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browsers_own_bar_takes_the_colour_of_the_header(scheme: str) -> None:
    head = (ROOT / "templates/shell/head.html").read_text()
    assert f'content="{srgb(scheme_tokens(scheme)["sheet"])}" media="(prefers-color-scheme: {scheme})"' in head


def test_no_component_names_a_colour_of_its_own() -> None:
    own = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(")
    strays = [
        f"{sheet.name}: {line.strip()}"
        for sheet in sorted((ROOT / "static/css").glob("*.css"))
        if sheet.name not in {"tokens.css", "print.css"}
        for line in sheet.read_text().splitlines()
        if own.search(line)
    ]
    assert strays == []
