import datetime as dt

from allauth.account.models import EmailAddress
from django.test import Client

from nursery.scope import nursery_scope
from tests.accounts.conftest import Door
from tests.builders import House
from tests.pages import client_of, text_of

YESTERDAY = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)


def test_a_visitor_is_asked_to_sign_in(db: None) -> None:
    answer = Client().get("/")
    assert answer.headers["Location"] == "/accounts/login/?next=/"


def test_one_nursery_is_gone_to_at_once(house: House) -> None:
    answer = client_of(house.parent()).get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/bluebell/"


def test_somebody_in_two_nurseries_chooses(house: House, other_house: House) -> None:
    amara = house.parent()
    with nursery_scope(other_house.nursery):
        other_house.staff(account=amara.account)
    answer = client_of(amara).get("/")
    assert answer.status_code == 200
    assert 'href="/bluebell/"' in answer.content.decode()
    assert 'href="/foxglove/"' in answer.content.decode()
    assert "Bluebell parent" in text_of(answer)
    assert "Foxglove staff" in text_of(answer)


def test_somebody_who_has_left_reads_what_to_do(house: House) -> None:
    answer = client_of(house.parent(email="amara@example.org", left=YESTERDAY)).get("/")
    assert answer.status_code == 200
    assert "amara@example.org" in text_of(answer)
    assert "no nursery has that address" in text_of(answer)


def test_a_nursery_that_comes_to_know_me_while_i_am_signed_in_is_there_on_the_next_visit(
    house: House, door: Door, other_house: House
) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    with nursery_scope(other_house.nursery):
        other_house.parent(email="amara@example.org", sign_in=False)
    assert "Foxglove" in text_of(door.client.get("/"))


def test_another_method_is_refused(house: House) -> None:
    amara = house.parent()
    EmailAddress.objects.create(user=amara.account, email=amara.email, verified=True)
    assert client_of(amara).post("/").status_code == 405
