"""One figure opened: what it is reckoned from, and its shifts by day."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from costs.models import Rate
from nursery.models import Nursery
from rota.models import Booking, Contribution, Duty
from tests.pages import text_of

URL = "/bluebell/costs/line/"
CARE = {"kind": "value", "of": "care", "rate": "17.52", "bought": "1"}


def shifts_of(page) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="(/bluebell/costs/shift/[^"]+)"', page.content.decode())]


def test_hours_times_part_times_rate_is_the_value(trustee: Client):
    shown = text_of(trustee.get(URL, CARE))
    assert "216 hours × times 100 % would be bought × times £17.52 an hour = is £3,784.32" in shown
    assert "nothing rounded" in shown


def test_the_rate_stands_with_its_source_its_day_and_its_on_costs(trustee: Client):
    shown = text_of(trustee.get(URL, CARE))
    assert "Rate from Wed 1 Apr 2026 £13.25 an hour in wages, with on-costs £17.52" in shown
    assert "holiday 12.07 %, employer’s National Insurance 15 %, pension 3 %" in shown
    assert "Source: Bluebell pay scale 2026-27, adopted by the trustees 2026-03-18" in shown


def test_a_task_shows_the_evidence_of_the_part_bought(bluebell: Nursery, trustee: Client):
    Rate.objects.filter(key="food", scenario="low").update(evidence="Caterer’s quote of 3 March", note="Half is ours")
    shown = text_of(trustee.get(URL, {"kind": "value", "of": "food", "estimate": "low"}))
    assert "50 % of these hours the nursery would have bought. Evidence: Caterer’s quote of 3 March" in shown
    assert "Note: Half is ours" in shown


def test_evidence_inside_the_source_is_said_to_be_there(bluebell: Nursery, trustee: Client):
    Rate.objects.filter(key="food").update(evidence="")
    shown = text_of(trustee.get(URL, {"kind": "value", "of": "food"}))
    assert "100 % of these hours the nursery would have bought. The evidence stands in the rate’s source." in shown


def test_a_task_without_evidence_says_what_is_missing(bluebell: Nursery, trustee: Client):
    Rate.objects.filter(key="food").update(bought=None)
    shown = text_of(trustee.get(URL, {"kind": "value", "of": "food"}))
    assert "Nothing shows that the nursery would have bought any of it" in shown
    assert "£0.00" in shown


def test_what_was_rounded_is_shown(bluebell: Nursery, trustee: Client):
    shift = Booking.objects.filter(shift__duty__key="food", status="worked", kind="parent").order_by("pk")[0]
    shift.there_to = shift.shift.starts_at.replace(minute=55)  # 25 minutes of the two hours
    shift.save()
    shown = text_of(trustee.get(URL, {"kind": "value", "of": "food"}))
    assert "112.42 hours (112 h 25 min)" in shown
    assert "£1,889.72 rounded from 1,889.72416667" in shown


def test_the_shifts_of_a_month_stand_by_day_with_their_hours(trustee: Client):
    page = trustee.get(URL, CARE | {"in": "2026-12"})
    shown = text_of(page)
    assert "December 2026 Tue 1 Dec, 09:00–13:00 Care · Bluebell Room 4 h" in shown
    assert "December 2026, together 24 h All months 216 h" in shown
    assert len(shifts_of(page)) == 6


def test_all_months_of_a_line_lead_to_all_its_shifts(trustee: Client):
    urls = {url for month in (9, 10, 11, 12) for url in shifts_of(trustee.get(URL, CARE | {"in": f"2026-{month:02}"}))}
    assert len(urls) == 54


def test_a_shift_that_gave_more_than_the_line_counts_says_so(trustee: Client):
    shown = text_of(trustee.get(URL, {"kind": "premium", "of": "care"}))
    assert "Wed 23 Sep, 09:00–13:00 Care · Bluebell Room · of 16 h paid 4 h" in shown


def test_a_premium_shows_its_hours_by_shift_and_its_pounds_for_the_duty_alone(trustee: Client):
    shown = text_of(trustee.get(URL, {"kind": "premium", "of": "food"}))
    assert shown.count("£") == 1
    assert "−£4.26" in shown
    assert "3 shifts" in shown


@pytest.mark.parametrize(
    ("kind", "day", "pounds"), [("value", "2026-09-09", "70.08"), ("premium", "2026-09-23", "7.92")]
)
def test_no_pounds_stand_beside_hours_that_are_all_one_person_s(trustee: Client, kind: str, day: str, pounds: str):
    days = {"from": day, "to": day}
    assert pounds in text_of(trustee.get("/bluebell/costs/lines/", days))  # the sum is the nursery's
    shown = text_of(trustee.get(URL, {"kind": kind, "of": "care"} | days))
    assert "Care 4 hours" in shown
    assert "These hours are one person’s, so no pounds stand beside them." in shown
    assert set(re.findall(r"£[\d.,]+\d", shown)) <= {"£17.52", "£13.25"}  # the duty's rate


def test_an_entry_of_the_programme_shows_day_note_and_amount_and_no_hours(trustee: Client):
    shown = text_of(trustee.get(URL, {"kind": "programme", "of": "coordination"}))
    assert "Wed 30 Sep 2026 Rota and cover, September £179.84" in shown
    assert "Together £539.52" in shown
    assert " h " not in shown


def test_fee_relief_opens_to_its_entries(trustee: Client):
    shown = text_of(trustee.get(URL, {"kind": "relief"}))
    assert shown.count("Families on the rota £750.00") == 4
    assert "Together £3,000.00" in shown


def test_a_contribution_stands_among_the_shifts(trustee: Client):
    shown = text_of(trustee.get(URL, {"kind": "unpriced", "of": "committee"}))
    assert "Wed 30 Sep Committee, given outside the rota 5 h" in shown


def test_a_contribution_nobody_confirmed_stands_apart(bluebell: Nursery, trustee: Client):
    given = Contribution.objects.filter(duty__key="committee").order_by("pk")[0]
    given.confirmed = False
    given.save()
    shown = text_of(trustee.get(URL, {"kind": "unconfirmed", "of": "committee"}))
    assert "nobody has confirmed it yet" in shown
    assert "given outside the rota" in shown


def test_the_way_back_up_keeps_period_and_estimate(trustee: Client):
    page = trustee.get(URL, {"kind": "value", "of": "care", "month": "2026-10", "estimate": "high"}).content.decode()
    assert 'href="/bluebell/costs/lines/?month=2026-10&amp;estimate=high"' in page
    assert 'href="/bluebell/costs/?month=2026-10"' in page


def test_another_estimate_leads_to_the_same_line_at_its_own_rate(trustee: Client):
    page = trustee.get(URL, CARE).content.decode()
    assert "estimate=low&amp;kind=value&amp;of=care&amp;rate=14.24&amp;bought=1" in page


def test_a_line_of_the_report_s_rounded_figures_is_found(trustee: Client):
    assert trustee.get(URL, CARE | {"bought": "1.0000"}).status_code == 200


def test_several_lines_of_one_duty_lead_to_the_sum(bluebell: Nursery, trustee: Client):
    rate = Rate.objects.get(key="care", scenario="central")
    rate.pk, rate._state.adding, rate.public_id = None, True, "another23456"
    rate.starts, rate.wage = rate.starts.replace(month=11, day=9), Decimal("14.00")
    rate.save()
    answer = trustee.get(URL, {"kind": "value", "of": "care"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/bluebell/costs/lines/")
    assert "£17.52" in text_of(trustee.get(URL, CARE))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "value"},
        {"kind": "value", "of": "nothing"},
        {"kind": "worth", "of": "care"},
        {"kind": "value", "of": "care", "rate": "NaN"},
        {"kind": "value", "of": "care", "rate": "1e999999999"},
        {"kind": "value", "of": "care", "rate": "£17"},
        {"kind": "value", "of": "care", "rate": "99.99"},
    ],
)
def test_a_line_that_is_not_there_leads_back_to_the_sum(trustee: Client, asked: dict[str, str]):
    page = trustee.get(URL, asked)
    assert page.status_code == 404
    assert "no such line, or none any more" in text_of(page)


def test_a_duty_with_a_slash_in_its_key_opens(bluebell: Nursery, trustee: Client):
    Duty.objects.filter(key="committee").update(key="board/committee & co")
    links = re.findall(r'href="([^"]+kind=unpriced[^"]+)"', trustee.get("/bluebell/costs/lines/").content.decode())
    assert all(trustee.get(unescape(url)).status_code == 200 for url in links)
    assert "board%2Fcommittee+%26+co" in links[0]
