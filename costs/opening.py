"""Addresses of opened figures: each keeps the period and the estimate in which one opened it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from costs.periods import Period
from costs.queries.opened.refs import Ref
from costs.savings import Scenario


@dataclass(frozen=True, slots=True)
class Opening:
    """Where one is: a nursery's slug, a period, and one of the three estimates."""

    slug: str
    period: Period
    scenario: Scenario

    @property
    def report(self) -> str:
        return f"{reverse('costs:report', args=[self.slug])}?{self.period.query}"

    @property
    def lines(self) -> str:
        return self._url("lines")

    @property
    def burden(self) -> str:
        return self._url("burden")

    def line(self, ref: Ref, month: str = "") -> str:
        """`month` ("2026-10") is the one whose shifts are shown first."""
        return self._url("line", **ref.query, **({"in": month} if month else {}))

    def shift(self, public_id: str, ref: Ref | None = None) -> str:
        """`ref` is the figure from which one came, and to which one goes back."""
        return self._url("shift", public_id, **(ref.query if ref else {}))

    def in_estimate(self, scenario: Scenario) -> "Opening":
        return Opening(self.slug, self.period, scenario)

    def _url(self, name: str, *args: str, **query: str) -> str:
        asked = urlencode({"estimate": str(self.scenario), **query})
        return f"{reverse(f'costs:{name}', args=[self.slug, *args])}?{self.period.query}&{asked}"
