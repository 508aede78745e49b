"""What can be set, and what is said to be impossible before it is tried."""

import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from nursery.checks import font_folders_hold_fonts
from nursery.documents.fonts import Fonts, fonts, fonts_in

ADLAM = "\U0001e900\U0001e901"  # a script that no packaged font holds


@pytest.mark.parametrize(
    "name",
    [
        "Amara O.",
        "Zoë Żółć",
        "Nguyễn T.",
        "Мария Ч.",
        "Γιώργος Π.",
        "محمد ع.",
        "דוד כ.",
        "अमित श.",
        "অমিত স.",
        "ਗੁਰਪ੍ਰੀਤ",
        "தமிழ்",
        "王小明",
        "さくら",
        "김민준",
        "ไทย",
        "ሰላም",
        "O’Brien-Łukasz",
        "Zoe\u0308",  # composed before it is set
    ],
)
def test_names_in_many_scripts_can_be_set(name: str):
    assert fonts().can_set(name)


@pytest.mark.parametrize("name", [ADLAM, f"Amara {ADLAM[0]}.", "\ue000", "\U000e0fff"])
def test_a_name_with_a_character_that_no_font_holds_cannot_be_set(name: str):
    assert not fonts().can_set(name)


def test_a_mark_counts_only_in_the_font_of_its_letter():
    assert fonts().can_set("कि")
    assert not fonts().can_set("王\u093f")  # a Devanagari vowel sign on a Chinese character


def test_what_can_be_set_of_a_name_is_left():
    assert fonts().settable(f"Amara {ADLAM[0]}.") == "Amara ."
    assert fonts().settable(ADLAM) == ""


def test_joiners_and_unusual_spaces_need_no_glyph():
    assert fonts().can_set("می\u200cخواهم\u00a0x\u2009y")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a font of two letters of Adlam."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((400, 0))
    pen.lineTo((200, 700))
    pen.closePath()
    glyphs = [".notdef", "alif", "daali"]
    font = FontBuilder(1000)
    font.setupGlyphOrder(glyphs)
    font.setupCharacterMap({ord(ADLAM[0]): "alif", ord(ADLAM[1]): "daali"})
    font.setupGlyf(dict.fromkeys(glyphs, pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    names = {"familyName": "Two Letters", "styleName": "Regular", "psName": "TwoLetters-Regular"}
    font.setupNameTable(names | {"fullName": "Two Letters Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "two-letters.ttf")
    return tmp_path


def test_a_folder_of_fonts_adds_what_the_packages_lack(folder: Path):
    more: Fonts = fonts_in((str(folder),))
    assert "Two Letters" in more.names
    assert more.can_set(f"Amara {ADLAM[0]}.")


def test_the_check_names_a_folder_without_fonts(settings, tmp_path: Path, folder: Path):
    settings.FONT_DIRS = [str(folder)]
    assert font_folders_hold_fonts(None) == []
    shutil.rmtree(tmp_path)
    assert [message.id for message in font_folders_hold_fonts(None)] == ["nursery.W004"]
    assert str(folder) in font_folders_hold_fonts(None)[0].msg
