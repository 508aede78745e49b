"""Every kind of the rota previews itself, fits a phone's notification, and looks like mail."""

import re

import pytest

from reminders.kinds import Kind, kinds
from reminders.letters import Letter, voice_of, write_letter
from rota import messages
from tests.builders import NOW, House

NAMES = [
    messages.SHIFT_IN_WEEK,
    messages.SHIFT_IN_TWO_DAYS,
    messages.SHIFT_TOMORROW,
    messages.COVER_ASKED,
    messages.COVER_OFFERED,
    messages.COVER_APPROVED,
    messages.COVER_DECLINED,
    messages.SHIFT_MISSED,
    messages.SWAP_ASKED,
    messages.SWAP_MADE,
    messages.SWAP_DECLINED,
    messages.SHIFT_CHANGED,
    messages.SHIFT_CANCELLED,
    messages.STANDING_FILLED,
    messages.BOOKED,
    messages.GIVEN_BACK,
    messages.HANDED_OVER,
    messages.BOOKED_FOR_YOU,
    messages.RELEASED,
    messages.ABSENCE_ENTERED,
    messages.PLACES_OPEN,
    messages.PLACE_REOPENED,
    messages.CALL_OUT,
    messages.CALL_OUT_FILLED,
    messages.COVER_FILLED,
    messages.UNFILLED_DIGEST,
    messages.CLEARANCE_ENDING,
    messages.BEHIND_SHARE,
    messages.HOURS_ANSWERED,
    messages.DEPUTY_NAMED,
    messages.THANK_YOU,
]


def test_every_message_that_actions_queue_has_its_kind():
    assert set(NAMES) == {name for name in kinds() if name.startswith("rota.")}
    assert set(NAMES) == {value for name, value in vars(messages).items() if name.isupper()} - {
        messages.WILL_COME,
        messages.CANNOT_COME,
    }


@pytest.fixture(params=NAMES)
def kind(request) -> Kind:
    return kinds()[request.param]


@pytest.fixture
def letter(house: House, kind: Kind) -> Letter:
    with voice_of(house.nursery):
        preview = kind.preview(house.nursery, NOW)
        return write_letter(kind, preview, nursery=house.nursery, person=house.parent(), now=NOW)


def test_the_subject_says_it_in_sixty_characters(letter: Letter):
    assert 20 < len(letter.subject) <= 60
    assert re.search(r"\d\d:\d\d–\d\d:\d\d|\b\d{1,2} [A-Z][a-z]{2}\b", letter.subject)


def test_text_and_html_say_the_same(letter: Letter):
    words = re.sub(r"<style>.*?</style>|<head>.*?</head>|<[^>]+>", " ", letter.html, flags=re.S)
    said = " ".join(words.split())
    link = re.search(r"^http://localhost:8000/\S+$", letter.text, flags=re.M)
    assert link
    assert f'href="{link.group()}"' in letter.html
    for sentence in re.findall(r"[A-Z][^.\n]{30,}\.", letter.text):
        assert sentence.replace("'", "&#x27;") in said


def test_no_template_word_is_left_unfilled(letter: Letter):
    assert not re.search(r"\{[{%]|None|, \n|\.\.", letter.text)


def test_it_keeps_to_the_voice(letter: Letter):
    assert "!" not in letter.text
    assert not re.search(r"£|child|fine\b|reason|penalt", letter.text, flags=re.I)


def test_it_describes_itself_for_the_preferences(kind: Kind):
    assert str(kind.description)
