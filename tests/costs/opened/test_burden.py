"""All hours opened: parents' and paid people's by duty, child-sessions by session and month."""

import datetime as dt
import re
from html import unescape

from django.test import Client

from nursery.models import Nursery, Term
from tests.builders import House
from tests.pages import client_of, text_of

URL = "/bluebell/costs/burden/"


def test_parents_hours_stand_by_duty_and_add_up(trustee: Client):
    shown = text_of(trustee.get(URL))
    assert "Care 57 shifts 228 h Committee 4 shifts, 6 times outside the rota 80 h" in shown
    assert "Training 4 shifts 75 h Together 527 h" in shown


def test_paid_hours_stand_beside_them(trustee: Client):
    assert "Care 60 shifts 744 h Food 3 shifts 6 h Together 750 h" in text_of(trustee.get(URL))


def test_child_sessions_stand_by_session_and_month_and_add_up(trustee: Client):
    shown = text_of(trustee.get(URL))
    assert "Wednesday, 09:00–13:00, Bluebell Room 84 66 88 42 280" in shown
    assert "All sessions 312 338 399 134 1183" in shown


def test_over_many_months_sessions_and_months_stand_apart(bluebell: Nursery, trustee: Client):
    Term.objects.create(
        nursery=bluebell, key="early", name="Early", starts=dt.date(2026, 1, 5), ends=dt.date(2026, 3, 27)
    )
    shown = text_of(trustee.get(URL, {"from": "2026-01-01", "to": "2026-12-31"}))
    assert "By session Monday, 09:00–13:00, Bluebell Room" in shown
    assert "By month January 2026" in shown
    assert "September 2026 312 October 2026 338 November 2026 399 December 2026 134 All months" in shown


def test_each_duty_opens_to_shifts_and_contributions(trustee: Client):
    page = trustee.get(URL).content.decode()
    links = [unescape(url) for url in re.findall(r'href="(/bluebell/costs/line/[^"]+)"', page)]
    assert len(links) == 7
    for url in links:
        assert "Shift by shift" in text_of(trustee.get(url))
    committee = text_of(trustee.get(next(url for url in links if "parents&of=committee" in url)))
    assert "Parents’ hours: Committee 80 hours" in committee
    assert "Savings and burden Hours Parents’ hours: Committee" in committee  # where one is


def test_it_is_all_counts_and_no_name(trustee: Client):
    shown = text_of(trustee.get(URL))
    assert "£" not in shown
    assert "Zuri" not in shown


def test_a_nursery_without_a_history_says_none_yet(house: House):
    shown = text_of(client_of(house.person("Ruth Adeyemi", "trustee")).get(URL, {"term": "autumn"}))
    assert "Parents gave 0 hours" in shown
    assert "None yet." in shown
