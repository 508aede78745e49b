"""What a rate would come to, and what it would change, before it is kept."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.models import Rate, Scenario
from costs.queries.facts import rate_fact
from costs.queries.rates import estimate_names
from costs.rules.rates import span_from
from costs.savings import hourly_value
from costs.statutory import StatutoryKind, statutory_on
from nursery.dates import say_day
from nursery.models import Nursery
from nursery.money import ONE, plain, say_money
from rota.models import Pricing


@dataclass(frozen=True, slots=True)
class RatePreview:
    """`an_hour` is V; `working` how it is made; `counted` what an hour of the duty is worth in the savings, where that
    is not V; `sentences` what else follows."""

    an_hour: Decimal
    working: str
    counted: str
    sentences: list[str]


def rate_preview(nursery: Nursery, rate: Rate, pricing: str, instead_of: Rate | None = None) -> RatePreview:
    """Of a rate that is not kept yet (with its `starts`), in the place of another or of none. `pricing` is the
    duty's, or empty."""
    an_hour = hourly_value(rate_fact(rate))
    return RatePreview(
        an_hour=an_hour,
        working=_working(nursery, rate),
        counted=_counted(nursery, rate, pricing, an_hour),
        sentences=[*_around(nursery, rate, an_hour, instead_of), *_below_the_law(nursery, rate)],
    )


def _working(nursery: Nursery, rate: Rate) -> str:
    times = [plain(part) for part in (ONE + rate.holiday, ONE + rate.ni + rate.pension) if part != ONE]
    return " × ".join([_exact(rate.wage, nursery), *times])


def _exact(amount: Decimal, nursery: Nursery) -> str:
    """With the pence, and what is less than a penny where there is any."""
    said = say_money(amount, nursery.currency)
    return said if amount == round(amount, 2) else said[:1] + plain(amount, 2)


def _counted(nursery: Nursery, rate: Rate, pricing: str, an_hour: Decimal) -> str:
    if pricing == Pricing.TASK and not rate.bought:
        return _("Nothing shows yet that any of it would have been bought, so its hours count for nothing.")
    if not pricing or rate.bought is None or rate.bought == ONE:
        return ""
    return _("Of each hour %(percent)s %% counts: %(amount)s.") % {
        "percent": plain(rate.bought * 100),
        "amount": say_money(an_hour * rate.bought, nursery.currency),
    }


def _around(nursery: Nursery, rate: Rate, an_hour: Decimal, instead_of: Rate | None) -> list[str]:
    others = list(Rate.objects.filter(key=rate.key).exclude(pk=instead_of.pk if instead_of else 0).order_by("starts"))
    same = [other for other in others if other.scenario == rate.scenario]
    found = []
    earlier = [other for other in same if other.starts < rate.starts]
    if earlier:
        worth = hourly_value(rate_fact(earlier[-1]))
        found.append(
            _("Until then the rate from %(day)s holds: %(amount)s an hour.")
            % {"day": say_day(earlier[-1].starts, year=True), "amount": say_money(worth, nursery.currency)}
        )
    _first, last = span_from(rate.starts, [other.starts for other in same])
    if last != dt.date.max:
        found.append(
            _("It holds until %(day)s, when the next one begins the day after.") % {"day": say_day(last, year=True)}
        )
    if rate.scenario == Scenario.ALL:
        names = estimate_names()
        for scenario in (Scenario.LOW, Scenario.CENTRAL, Scenario.HIGH):
            own = [other for other in others if other.scenario == scenario]
            if own:
                found.append(
                    _("“%(estimate)s” has a rate of its own from %(day)s, which goes before one for all.")
                    % {"estimate": names[scenario], "day": say_day(own[0].starts, year=True)}
                )
    return found


def _below_the_law(nursery: Nursery, rate: Rate) -> list[str]:
    least = statutory_on(nursery.country, rate.starts).get(StatutoryKind.LIVING_WAGE)
    if least is None or rate.wage >= least.value:
        return []
    return [
        _("This is less than the National Living Wage of that day, %(amount)s.")
        % {"amount": say_money(least.value, nursery.currency)}
    ]


def after_removal(nursery: Nursery, rate: Rate) -> str:
    """What holds once `rate` is gone, in a sentence."""
    same = Rate.objects.filter(key=rate.key, scenario=rate.scenario, starts__lt=rate.starts).order_by("-starts")
    for_all = Rate.objects.filter(key=rate.key, scenario=Scenario.ALL, starts__lte=rate.starts).order_by("-starts")
    left = same.first() or for_all.exclude(pk=rate.pk).first()
    if left is None:
        return _("Then no rate holds from %(day)s, and hours worked since are listed as missing one.") % {
            "day": say_day(rate.starts, year=True)
        }
    return _("Then the rate from %(day)s holds on: %(amount)s an hour.") % {
        "day": say_day(left.starts, year=True),
        "amount": say_money(hourly_value(rate_fact(left)), nursery.currency),
    }
