"""The page on which the treasurer proposes to close a term, and the one on which a trustee confirms it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from costs.models import Closing, Rate
from nursery.models import Term
from tests.builders import House
from tests.costs.closings import NOW, Ended
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(house: House) -> Ended:
    return Ended(house)


def ask(ended: Ended, person: Any, page: str, now: dt.datetime = NOW, **posted: Any) -> Any:
    path = f"/bluebell/costs/terms/{ended.term.public_id}/{page}/"
    with time_machine.travel(now, tick=False):
        client = client_of(person)
        return client.post(path, posted) if posted else client.get(path)


def test_the_treasurer_sees_what_would_be_settled_and_proposes_it(ended: Ended):
    text = text_of(ask(ended, ended.treasurer, "close"))
    assert "It cannot be undone" in text
    assert "£25" in text
    digest = ended.digest()
    answer = ask(ended, ended.treasurer, "close", digest=digest)
    assert answer.status_code == 302
    assert Closing.objects.get().proposed_digest == digest
    text = text_of(ask(ended, ended.treasurer, "close"))
    assert "A trustee has been asked to look" in text
    assert "Nia E. proposed it" in text


def test_what_is_missing_stops_it_with_where_to_mend_it(ended: Ended):
    Rate.objects.all().delete()
    answer = ask(ended, ended.treasurer, "close")
    assert "There is no rate for Food" in text_of(answer)
    assert "disabled" in answer.content.decode()
    assert ask(ended, ended.treasurer, "close", digest=ended.digest()).status_code == 409
    assert not Closing.objects.exists()


def test_what_is_unfinished_is_listed_each_with_its_page(ended: Ended):
    ended.house.booking(ended.house.place(ended.house.shift(dt.date(2026, 10, 7))), ended.house.parent())
    answer = ask(ended, ended.treasurer, "close")
    assert "1 turn is not marked" in text_of(answer)
    assert "/bluebell/rota/?day=2026-10-07" in answer.content.decode()


def test_a_term_that_goes_on_cannot_be_proposed(ended: Ended):
    answer = ask(ended, ended.treasurer, "close", dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC))
    assert "Autumn term is not over yet" in text_of(answer)
    assert "disabled" in answer.content.decode()


def test_figures_that_changed_while_the_page_was_open_are_shown_anew(ended: Ended):
    seen = ended.digest()
    Rate.objects.update(wage=Decimal(11))
    answer = ask(ended, ended.treasurer, "close", digest=seen)
    assert answer.status_code == 409
    assert "The figures have changed since you looked" in text_of(answer)
    assert "£29" in text_of(answer)


def test_the_trustee_confirms_what_they_see_and_it_is_closed(ended: Ended):
    ended.propose()
    text = text_of(ask(ended, ended.trustee, "confirm"))
    assert "Nia E. proposes to close it" in text
    assert "nothing that happened in the term can be changed by anybody" in text
    answer = ask(ended, ended.trustee, "confirm", digest=ended.digest())
    assert answer.status_code == 302
    assert Term.objects.get(key="autumn").closed_at == NOW
    assert "Proposed by Nia E., confirmed by Ruth A." in text_of(ask(ended, ended.treasurer, "close"))
    assert "Autumn term is closed" in text_of(ask(ended, ended.trustee, "confirm"))


def test_a_trustee_who_sees_other_figures_than_were_proposed_is_told(ended: Ended):
    ended.propose()
    Rate.objects.update(wage=Decimal(11))
    assert "Something has changed since it was proposed" in text_of(ask(ended, ended.trustee, "confirm"))


def test_confirming_what_was_seen_before_a_change_shows_it_anew(ended: Ended):
    ended.propose()
    seen = ended.digest()
    Rate.objects.update(wage=Decimal(11))
    answer = ask(ended, ended.trustee, "confirm", digest=seen)
    assert answer.status_code == 409
    assert "Look at them as they are now" in text_of(answer)
    assert Term.objects.get(key="autumn").closed_at is None


def test_it_is_sent_back_with_a_word_which_is_asked_for(ended: Ended):
    ended.propose()
    answer = ask(ended, ended.trustee, "confirm", send_back=1, word="")
    assert answer.status_code == 422
    assert "Say what should be put right" in text_of(answer)
    assert ask(ended, ended.trustee, "confirm", send_back=1, word="May is missing.").status_code == 302
    assert "Ruth A. sent it back: “May is missing.”" in text_of(ask(ended, ended.treasurer, "close"))


def test_the_treasurer_takes_it_back(ended: Ended):
    ended.propose()
    assert ask(ended, ended.treasurer, "close/withdraw", yes=1).status_code == 302
    assert not Closing.objects.exists()
    assert "Nobody proposes to close it" in text_of(ask(ended, ended.trustee, "confirm"))


def test_who_proposed_it_reads_that_somebody_else_must_look(ended: Ended):
    both = ended.house.person("Ada Both", "treasurer", "trustee")
    ended.propose(both)
    answer = ask(ended, both, "confirm")
    assert "somebody else has to confirm it" in text_of(answer)
    assert ask(ended, both, "confirm", digest=ended.digest()).status_code == 409


def test_the_report_leads_there(ended: Ended):
    with time_machine.travel(NOW, tick=False):
        assert "Close this term" in text_of(client_of(ended.treasurer).get("/bluebell/costs/?term=autumn"))
        ended.propose()
        assert "Look and confirm" in text_of(client_of(ended.trustee).get("/bluebell/costs/?term=autumn"))
