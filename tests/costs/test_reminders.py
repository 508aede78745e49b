"""What is said about closing terms: to those whom it is for, while it is still so, and never a figure."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from accounts.models import RoleKind
from costs import messages
from costs.actions.closing import withdraw_closing
from costs.actions.corrections import Correction, confirm_correction, enter_correction
from nursery.models import Term
from reminders.kinds import Kind, kinds
from reminders.letters import Letter, voice_of, write_letter
from reminders.models import Message
from tests.builders import House
from tests.costs.closings import NOW, WORKED_ON, Ended
from tests.rota.letters import letter_to

NAMES = [messages.CLOSING_PROPOSED, messages.CLOSING_SENT_BACK, messages.TERM_CLOSED, messages.CORRECTION_ENTERED]
IN_SPRING = dt.datetime(2027, 1, 20, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def ended(house: House) -> Ended:
    return Ended(house)


@pytest.fixture(params=NAMES)
def kind(request) -> Kind:
    return kinds()[request.param]


@pytest.fixture
def preview(house: House, kind: Kind) -> Letter:
    with voice_of(house.nursery):
        made_up = kind.preview(house.nursery, NOW)
        return write_letter(kind, made_up, nursery=house.nursery, person=house.parent(), now=NOW)


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_these_are_all_of_them():
    assert [name for name in kinds() if name.startswith("costs.")] == NAMES
    assert set(NAMES) == {value for name, value in vars(messages).items() if name.isupper()}


def test_a_preview_says_it_in_sixty_characters_without_a_figure(preview: Letter):
    assert 15 < len(preview.subject) <= 60
    assert not re.search(r"[£$€]|\d|!", re.sub(r"https?://\S+", "", preview.text))


def test_a_preview_leads_to_a_page_of_ours(preview: Letter):
    assert preview.link.startswith("http://localhost:8000/bluebell/costs/")
    assert preview.link in preview.text
    assert preview.link in preview.html


def test_it_is_for_those_who_read_costs_alone(house: House, kind: Kind):
    assert not kind.concerns(house.parent())
    assert not kind.concerns(house.staff())
    for role in (RoleKind.TRUSTEE, RoleKind.TREASURER, RoleKind.MANAGER):
        assert kind.concerns(house.person("Nia Evans", role))


def test_a_trustee_is_asked_to_look_until_it_is_taken_back(ended: Ended):
    closing = ended.propose()
    letter = letter_to(ended.trustee, messages.CLOSING_PROPOSED, NOW)
    assert letter is not None
    assert letter.subject == "Please look: Autumn term is to be closed"
    withdraw_closing(closing, ended.treasurer, "Not yet.", nursery=ended.nursery, now=NOW)
    assert letter_to(ended.trustee, messages.CLOSING_PROPOSED, NOW) is None


def test_whoever_proposed_it_reads_that_it_was_sent_back_until_they_propose_it_again(ended: Ended):
    withdraw_closing(ended.propose(), ended.trustee, "The bank staff.", nursery=ended.nursery, now=NOW)
    letter = letter_to(ended.treasurer, messages.CLOSING_SENT_BACK, NOW)
    assert letter is not None
    assert letter.subject == "Autumn term was sent back"
    assert "bank staff" not in letter.text
    ended.propose()
    assert letter_to(ended.treasurer, messages.CLOSING_SENT_BACK, NOW) is None


def test_everybody_whose_figures_and_rota_are_settled_is_told_but_whoever_closed_it(ended: Ended):
    ended.house.manager()
    ended.house.person("Ada Obi", "treasurer")
    ended.house.person("Ben Lee", "trustee")
    ended.house.person("Gone Long", "trustee", left=dt.date(2026, 12, 1))
    ended.close()
    assert told(messages.TERM_CLOSED) == ["Ada Obi", "Ben Lee", "Helen Tanaka", "Nia Evans"]
    letter = letter_to(ended.treasurer, messages.TERM_CLOSED, NOW)
    assert letter is not None
    assert letter.subject == "Autumn term is closed"


def test_a_correction_asks_for_a_second_look_until_it_has_had_one(ended: Ended):
    ended.close()
    Term.objects.create(
        nursery=ended.nursery, key="spring", name="Spring term", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )
    given = Correction(
        ended.term, "hours", "Two hours were missed", duty=ended.house.food, day=WORKED_ON, hours=Decimal(2)
    )
    made = enter_correction(given, ended.treasurer, nursery=ended.nursery, now=IN_SPRING, today=IN_SPRING.date())
    letter = letter_to(ended.trustee, messages.CORRECTION_ENTERED, IN_SPRING)
    assert letter is not None
    assert letter.subject == "Please look: a correction of Autumn term"
    assert "missed" not in letter.text
    confirm_correction(made, ended.trustee, nursery=ended.nursery, now=IN_SPRING)
    assert letter_to(ended.trustee, messages.CORRECTION_ENTERED, IN_SPRING) is None
