"""What every message of every app keeps to, looked at in its preview."""

import re
from html import unescape

import pytest
from django.conf import settings as shipped
from django.utils import translation

from nursery.scope import nursery_scope
from reminders.actions.writing import MOST_IN_ONE
from reminders.kinds import Group, Kind, kinds
from reminders.letters import Letter, voice_of, write_digest, write_letter
from reminders.models import Channel
from tests.builders import NOW, House

MODULES = list(shipped.REMINDER_KINDS)
NAMES = list(kinds())  # as the product ships them
CLIPPED_AT = 102_000  # bytes, where a widely read mail program cuts a letter off
NEVER = r"""\b(child(ren)?('s)?|bab(y|ies)|toddlers?|ill(ness)?|sick(ness)?|health|medical|disab\w+|pregnan\w+|
    money|pounds?|fees?|fined?|penalt\w+|owe[sd]?|debts?|overdue|fail(ed|ure)?|blame\w*|lazy)\b|[£$€]|!"""


@pytest.fixture(autouse=True)
def _as_shipped(settings) -> None:
    settings.REMINDER_KINDS = MODULES


@pytest.fixture(params=NAMES)
def kind(request) -> Kind:
    return kinds()[request.param]


@pytest.fixture
def letter(db: None, kind: Kind) -> Letter:
    return written(House(), kind)


def written(house: House, kind: Kind) -> Letter:
    with nursery_scope(house.nursery):
        reader = house.parent()
        with voice_of(house.nursery, reader):
            made_up = kind.preview(house.nursery, NOW)
            return write_letter(kind, made_up, nursery=house.nursery, person=reader, now=NOW)


def digest_of(house: House, names: list[str]) -> tuple[Letter, list[Letter]]:
    """The digest, and what stands in it."""
    with nursery_scope(house.nursery):
        reader = house.parent()
        with voice_of(house.nursery, reader):
            sections = [
                write_letter(
                    kinds()[name],
                    kinds()[name].preview(house.nursery, NOW),
                    nursery=house.nursery,
                    person=reader,
                    now=NOW,
                    in_digest=True,
                )
                for name in names
            ]
            return write_digest(sections, nursery=house.nursery, person=reader, now=NOW), sections


def addresses(text: str) -> set[str]:
    return set(re.findall(r"https?://[^\s\"<>]+", text))


def seen(html: str) -> str:
    """The words of the letter as a reader of mail shows them, the hidden line left out."""
    body = re.sub(r"<head>.*?</head>|<div style=\"display: none;.*?</div>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_first_sixty_characters_say_it(letter: Letter):
    assert 15 < len(letter.subject) <= 60 or letter.subject.startswith("Sample: ")


def test_it_describes_itself_under_a_heading_and_says_to_whom_it_goes(kind: Kind):
    description = str(kind.description)
    assert 10 < len(description) <= 90
    assert not description.endswith(".")
    assert kind.group in Group
    assert str(kind.readers) == "" or str(kind.readers).startswith("to ")


def test_every_description_is_its_own():
    said = [str(kind.description) for kind in kinds().values()]
    assert sorted(said) == sorted(set(said))


def test_it_can_be_read_without_a_phone_that_shows_notifications(kind: Kind):
    assert Channel.EMAIL in kind.channels


def test_text_and_html_lead_to_the_same_places(letter: Letter):
    links = {unescape(address) for address in re.findall(r'href="([^"]+)"', letter.html)}
    assert links == addresses(letter.text)
    assert letter.link in links


def test_nothing_of_it_is_about_children_health_money_or_reasons(letter: Letter, kind: Kind):
    said = f"{letter.subject}\n{letter.text}\n{seen(letter.html)}\n{kind.description}"
    assert not re.search(NEVER, said, flags=re.I | re.X)


def test_no_address_shows_whom_it_is_to(letter: Letter):
    for address in addresses(letter.text):
        assert not re.search("@|%40|okafor|amara", address, flags=re.I)


def test_it_is_small_and_fetches_nothing(letter: Letter):
    assert len(letter.html.encode()) < CLIPPED_AT / 8
    assert not re.search(r"<(img|link|script|iframe|form|video)\b|url\(|@import", letter.html)


def test_a_line_that_lists_show_goes_on_where_the_subject_ends(letter: Letter):
    found = re.search(r'<div style="display: none;.*?>(.*?)</div>', letter.html, flags=re.S)
    assert found is not None
    line = unescape(found[1]).replace("\u034f\u200c\xa0", "").strip()
    assert len(line) > 15
    assert "Hello" not in line
    assert "http" not in line


def test_it_says_under_what_it_came_and_where_that_is_chosen(letter: Letter, kind: Kind):
    if not letter.subject.startswith("Sample: "):  # which ends as the letter does that it shows
        assert f"It comes under “{kind.description}”." in letter.text
    assert "http://localhost:8000/bluebell/reminders/" in letter.text


def test_what_may_be_turned_off_can_be_from_the_letter(letter: Letter, kind: Kind):
    assert ("No more of these" in letter.text) == ("No more of these" in letter.html) == (not kind.needed)


def test_old_readers_of_mail_find_what_they_need(letter: Letter):
    assert 'bgcolor="#fbf8f2"' in letter.html
    assert 'width="520"' in letter.html
    assert letter.html.count("<table") == letter.html.count("</table>") == letter.html.count('role="presentation"')
    assert not re.search(r"display: ?(flex|grid)|position:|float:", letter.html)


def test_from_right_to_left_it_says_so_itself(db: None, kind: Kind, monkeypatch):
    monkeypatch.setattr(translation, "get_language_bidi", lambda: True)
    letter = written(House(), kind)
    assert letter.html.count('dir="rtl"') == 2
    assert 'align="left"' not in letter.html


def test_it_begins_with_a_greeting_on_a_line_of_its_own_which_a_digest_leaves_out(letter: Letter):
    assert re.fullmatch(r"Hello \w+,", letter.text.splitlines()[0])


def test_in_a_digest_every_letter_stands_whole_and_unframed(db: None):
    names = [name for name in NAMES if name != "reminders.sample"]
    digest, sections = digest_of(House(), names)
    assert digest.subject == f"{len(names)} notes: {sections[0].subject}"
    assert digest.html.count("<html") == digest.html.count("<h1") == 1
    assert digest.html.count("<h2") == len(names)
    assert digest.text.count("Hello") == 1
    for section in sections:
        assert section.text.strip() in digest.text
        assert section.html.strip() in digest.html
    assert {unescape(address) for address in re.findall(r'href="([^"]+)"', digest.html)} == addresses(digest.text)
    assert digest.html.count("No more of these") == sum(not kinds()[name].needed for name in names)


def test_the_longest_digest_is_not_cut_off(db: None):
    house = House()
    longest = sorted(NAMES, key=lambda name: len(written(house, kinds()[name]).html))[-MOST_IN_ONE:]
    assert len(digest_of(house, longest)[0].html.encode()) < CLIPPED_AT
