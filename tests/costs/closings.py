"""A small nursery whose autumn term is over, with a treasurer and a trustee, for tests of closing it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Person
from costs.actions.closing import confirm_closing, propose_closing, would_keep
from costs.models import Closing, FeeRelief, ProgrammeEntry, Rate
from nursery.models import Term
from tests.builders import House

TODAY = dt.date(2026, 12, 14)
NOW = dt.datetime(2026, 12, 14, 10, 0, tzinfo=dt.UTC)
WORKED_ON = dt.date(2026, 9, 23)


class Ended:
    """One parent cooked for four hours, at £10 an hour and all bought; software cost £15, families paid £20 less."""

    def __init__(self, house: House) -> None:
        self.house, self.nursery, self.term = house, house.nursery, house.term
        self.treasurer = house.person("Nia Evans", "treasurer")
        self.trustee = house.person("Ruth Adeyemi", "trustee")
        self.parent = house.parent("Amara Okafor")
        self.shift = house.shift(WORKED_ON, duty=house.food)
        self.booking = house.booking(house.place(self.shift), self.parent, status="worked", confirmed=True)
        self.rate = Rate.objects.create(
            nursery=house.nursery,
            key="food",
            starts=dt.date(2025, 9, 1),
            wage=Decimal(10),
            bought=Decimal(1),
            source="The cook's contract",
        )
        self.entry = ProgrammeEntry.objects.create(
            nursery=house.nursery, date=WORKED_ON, kind="software", amount=Decimal(15)
        )
        FeeRelief.objects.create(nursery=house.nursery, date=WORKED_ON, amount=Decimal(20))

    @property
    def what(self) -> dict[str, Any]:
        return {"nursery": self.nursery, "now": NOW, "today": TODAY}

    def digest(self) -> str:
        kept = would_keep(Term.objects.get(pk=self.term.pk), nursery=self.nursery, today=TODAY)
        assert kept is not None
        return kept.inputs_digest

    def propose(self, treasurer: Person | None = None) -> Closing:
        return propose_closing(self.term, self.digest(), treasurer or self.treasurer, **self.what)

    def close(self) -> Closing:
        return confirm_closing(self.propose(), self.digest(), self.trustee, **self.what)
