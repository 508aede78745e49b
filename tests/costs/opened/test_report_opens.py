"""Every figure of the trustees' report opens to a page that shows it."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from costs.models import Rate
from costs.periods import Period, period_of_term, span_of
from costs.reports.building import report_of
from costs.reports.exact import Opens
from costs.reports.figures import Report
from costs.views.opens import figures_open
from nursery.models import Nursery, Term
from nursery.money import plain
from tests.costs.opened.conftest import AFTER_TERM
from tests.pages import text_of

TODAY = AFTER_TERM.date()
FIGURE = re.compile(r'<a href="([^"]*/costs/[^"]*)"><data value="([^"]*)" data-figure="([^"]*)">([^<]*)</data>')


def autumn() -> Period:
    return period_of_term(Term.objects.get(key="autumn-2026"))


def reported(nursery: Nursery, period: Period) -> tuple[Report, Opens]:
    report = report_of(nursery, period, TODAY)
    return report, figures_open(report, nursery.slug, period)


def figures_of(page) -> list[tuple[str, str, str]]:
    """Address, name and words of each figure that opens."""
    found = FIGURE.findall(page.content.decode())
    return [(unescape(url), path, said) for url, _value, path, said in found]


@pytest.mark.parametrize("query", ["term=autumn-2026", "from=2026-09-20&to=2026-10-15"])
def test_every_figure_that_opens_finds_its_page(trustee: Client, query: str):
    urls = {url for url, _path, _said in figures_of(trustee.get(f"/bluebell/costs/?{query}"))}
    assert len(urls) > 30
    for url in urls:
        assert trustee.get(url.partition("#")[0], follow=True).status_code == 200, url


def test_the_page_of_a_line_a_total_and_hours_shows_the_report_s_figure(trustee: Client):
    shown = 0
    for url, path, said in figures_of(trustee.get("/bluebell/costs/?term=autumn-2026")):
        if re.search(r"(\.(value|net|fee_relief|retained|premium_total|programme_total)|duties\.\d+\.\w+)$", path):
            wanted = said.removeprefix("−") if "£" in said else plain(Decimal(said))
            assert wanted in text_of(trustee.get(url.partition("#")[0], follow=True)), (url, path, said)
            shown += 1
    assert shown > 30


def test_a_bar_of_the_waterfall_leads_to_its_line(trustee: Client):
    page = trustee.get("/bluebell/costs/?term=autumn-2026").content.decode()
    bars = page[page.index('class="bars"') : page.index("</ul>", page.index('class="bars"'))]
    assert "kind=value&amp;of=care&amp;rate=17.52&amp;bought=1" in bars
    assert "#premium" in bars


def test_hours_without_a_rate_open_under_what_is_missing(bluebell: Nursery):
    Rate.objects.filter(key="food").delete()
    report, opens = reported(bluebell, autumn())
    food = next(n for n, duty in enumerate(report.duties) if duty.key == "food")
    assert "kind=no_rate&of=food" in opens(f"duties.{food}.counted")
    assert "kind=no_rate&of=food" in opens("faults.0.hours")


def test_a_month_opens_to_its_days_inside_the_period(bluebell: Nursery):
    _report, opens = reported(bluebell, span_of(dt.date(2026, 9, 20), dt.date(2026, 11, 30)))
    assert "?from=2026-09-20&to=2026-09-30&" in opens("months.0.given")
    assert "?month=2026-10&" in opens("months.1.given")


def test_how_the_shares_of_a_term_lie_opens_in_the_rota_and_no_family_s_place_does(bluebell: Nursery):
    _report, opens = reported(bluebell, autumn())
    assert opens("sharing.coverage") == "/bluebell/rota/shares/?term=autumn-2026"
    assert opens("sharing.attainments.0") == ""


def test_nought_opens_nowhere(bluebell: Nursery):
    report, opens = reported(bluebell, autumn())
    food = next(n for n, duty in enumerate(report.duties) if duty.key == "food")
    assert opens(f"duties.{food}.learning") == ""
