"""Somebody who is invited, and the way from their letter to the page behind its link."""

import datetime as dt
import re
from typing import Any

from django.test import Client

from accounts.models import Person
from membership import messages
from membership.actions.inviting import invite
from membership.models import Invitation
from tests.builders import NOW, TODAY, House
from tests.rota.letters import letter_to


class Invited:
    """Helen has invited Tomasz, a parent of the Nowak family, who has no account yet."""

    def __init__(self, house: House, **fields: Any) -> None:
        self.house, self.nursery = house, house.nursery
        self.helen = house.manager("Helen Tanaka")
        fields = {"email": "tomasz@example.org", "sign_in": False} | fields
        self.tomasz = house.parent("Tomasz Nowak", **fields)
        self.invitation = self.invite()

    def invite(self, now: dt.datetime = NOW) -> Invitation:
        return invite(self.tomasz, self.helen, nursery=self.nursery, now=now, today=TODAY)

    @property
    def path(self) -> str:
        return path_in_letter(self.tomasz)

    def press(self, client: Client | None = None, answer: str = "join", **more: str) -> Any:
        return (client or Client()).post(self.path, {"answer": answer, **more})


def path_in_letter(person: Person, now: dt.datetime = NOW) -> str:
    """Of the only letter that invites them."""
    letter = letter_to(person, messages.INVITED, now)
    assert letter is not None
    (path,) = re.findall(r"^http://localhost:8000(/go/\S+)$", letter.text, flags=re.M)
    return str(path)
