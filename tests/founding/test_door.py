"""Who may found a nursery, and that nobody sees another's."""

import datetime as dt
import re
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django_scopes import ScopeError, scopes_disabled

from accounts.models import Account
from accounts.scope import account_scope
from founding.actions.drafts import clear_old_drafts
from founding.models import Draft
from founding.rules.founders import MOST_DRAFTS, UNTOUCHED
from founding.tasks import clear_drafts
from nursery.checks import founding_is_looked_after
from nursery.crossing import Crossing, crossing
from tests.builders import House
from tests.founding.conftest import NOW, Founder, small
from tests.pages import text_of


def test_where_it_is_not_opened_nobody_founds_and_the_page_says_whom_to_ask(db: None) -> None:
    page = Founder().client.get("/new/")
    assert page.status_code == 403
    assert "Whoever runs this site opens new nurseries here." in text_of(page)
    assert Founder("other@example.org").client.post("/new/").status_code == 403


def test_whom_the_operator_lets_founds_one_and_begins_no_other(db: None) -> None:
    out = StringIO()
    call_command("let_found", "Ines@Example.org", stdout=out)
    call_command("let_found", "ines@example.org", stdout=out)
    account = Account.objects.get()
    EmailAddress.objects.update(verified=True)
    founder = Founder.__new__(Founder)
    founder.account = account
    Founder.sign_in(founder)
    (draft,) = founder.drafts()
    page = f"/new/{draft.public_id}/"
    assert page in out.getvalue()
    assert founder.client.post("/new/", follow=True).status_code == 200
    assert founder.drafts() == [draft]
    founder.send(small(), f"{page}file/")
    assert founder.make().status_code == 302
    assert founder.client.get("/new/").status_code == 403


def test_the_operator_lets_no_mailbox_in_that_is_none(db: None) -> None:
    with pytest.raises(CommandError, match="is no e-mail address"):
        call_command("let_found", "ines")


def test_an_address_that_is_not_confirmed_founds_nothing(db: None, settings) -> None:
    settings.FOUNDING_OPEN = True
    page = Founder(proven=False).client.post("/new/", {"by": "file"})
    assert page.status_code == 403
    assert "not confirmed yet" in text_of(page)


def test_an_account_has_so_many_in_the_making_and_no_more(founder: Founder) -> None:
    for _ in range(MOST_DRAFTS):
        founder.begin()
    assert "in the making already" in text_of(founder.client.post("/new/", {"by": "file"}, follow=True))
    assert len(founder.drafts()) == MOST_DRAFTS


@pytest.mark.parametrize("page", ["", "name/", "people/", "file/", "look/", "throw-away/"])
def test_another_s_draft_is_not_found(founder: Founder, page: str) -> None:
    founder.send(small())
    there = f"/new/{founder.drafts()[0].public_id}/{page}"
    stranger = Founder("stranger@example.org").client
    for method in ("get", "post"):
        assert getattr(stranger, method)(there, {"slug": "mine", "do": "out"}).status_code == 404
    assert len(founder.drafts()) == 1


def test_a_draft_is_thrown_away_by_its_button(founder: Founder) -> None:
    page = founder.begin()
    founder.client.post(re.sub("file/$", "throw-away/", page))
    assert founder.drafts() == []
    assert founder.client.get(page).status_code == 404


def test_outside_every_account_s_scope_a_query_fails(founder: Founder) -> None:
    with pytest.raises(ScopeError):
        Draft.objects.count()


def test_with_the_first_wall_gone_the_second_still_shows_nobody_another_s(founder: Founder) -> None:
    founder.begin()
    other = Founder("stranger@example.org")
    with account_scope(other.account), scopes_disabled():
        assert not Draft.objects.exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Draft.objects.create(account=founder.account, made_at=NOW, touched_at=NOW)
    with scopes_disabled():
        assert not Draft.objects.exists()


@pytest.mark.parametrize("name", Crossing)
def test_the_crossing_for_old_drafts_reads_and_no_other_does(founder: Founder, name: Crossing) -> None:
    founder.begin()
    with crossing(name):
        assert Draft.objects.exists() == (name == Crossing.DRAFTS)
        assert Draft.objects.update(touched_at=NOW) == 0
        assert Draft.objects.all().delete()[0] == 0


def test_what_nobody_touched_for_ninety_days_goes_and_nothing_else(founder: Founder) -> None:
    other = Founder("other@example.org")
    founder.begin()
    other.begin()
    (kept,) = other.drafts()
    with account_scope(founder.account):
        Draft.objects.update(touched_at=NOW - UNTOUCHED - dt.timedelta(seconds=1))
    clear_drafts()
    assert founder.drafts() == []
    assert other.drafts() == [kept]
    assert clear_old_drafts(NOW) == 0


def test_drafts_go_with_their_account_whoever_erases_it(founder: Founder) -> None:
    founder.begin()
    founder.account.emailaddress_set.all().delete()  # type: ignore[attr-defined]
    founder.account.delete()
    with crossing(Crossing.DRAFTS):
        assert not Draft.objects.exists()


@pytest.mark.parametrize(("opened", "found"), [(True, ["nursery.W006"]), (False, [])])
def test_the_deployment_check_says_where_anybody_may_found(settings, opened: bool, found: list[str]) -> None:
    settings.FOUNDING_OPEN = opened
    assert [message.id for message in founding_is_looked_after(None)] == found


def test_accounts_that_nobody_ever_used_go_after_a_week_and_no_others(founder: Founder, house: House) -> None:
    def opened(email: str, days: int = 8, **fields: Any) -> Account:
        account = Account.objects.create_user(email=email, **fields)
        Account.objects.filter(pk=account.pk).update(date_joined=NOW - dt.timedelta(days=days))
        return account

    opened("never@example.net")
    used = opened("used@example.net", last_login=NOW)
    new = opened("new@example.net", days=6)
    parent = house.parent(account=opened("parent@example.net")).account
    begun = opened("begun@example.net")
    with account_scope(begun):
        Draft.objects.create(account=begun, made_at=NOW, touched_at=NOW)
    clear_drafts()
    assert set(Account.objects.all()) == {used, new, parent, begun, founder.account}
