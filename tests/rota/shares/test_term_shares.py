"""The page's checks of shares, and what each figure stands on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rota.exact import text
from rota.safety import Child, DateSpan, Enrolment, Status, Term, TimeSpan
from rota.shares import (
    Contribution,
    DatedShare,
    Family,
    Relief,
    TermShares,
    fairness_document,
    gini_coefficient,
    jain_index,
    term_shares,
)
from tests.engines.day import CARE, COMMITTEE, FOOD, TRAINING, WEDNESDAY, Days, at, parent, staff

WEEK = dt.timedelta(days=7)
ALL = Decimal(1)
TWELVE_WEEKS = Term("autumn", DateSpan(WEDNESDAY, WEDNESDAY + 12 * WEEK - dt.timedelta(days=1)))


def week(number: int) -> dt.date:
    """The Wednesday of a week of the term, from 1."""
    return WEDNESDAY + (number - 1) * WEEK


class Terms(Days):
    """Families with children, in a term of twelve weeks with a session every Wednesday."""

    def __init__(self, term: Term = TWELVE_WEEKS) -> None:
        super().__init__(terms=(term,))
        self.term = term
        self.families: list[Family] = []
        self.contributions: list[Contribution] = []

    def family(self, key: str, *, children: int = 1, share: str = "1", **fields: Any) -> Self:
        child_fields = {name: fields.pop(name) for name in ("joined", "left") if name in fields}
        self.families.append(Family(key, Decimal(share), **fields))
        sessions = (Enrolment(self.session()),)
        self.children += [
            Child(f"{key}-{number}", dt.date(2023, 1, 1), sessions, family=key, **child_fields)
            for number in range(children)
        ]
        return self

    def needs(self, hours: int) -> Self:
        """That many parent hours, on the care shift of the first week."""
        self.stood(staff("nobody"), status=Status.CANCELLED, ends="10:00")
        (key,) = self.shifts
        self.shifts[key] = replace(self.shifts[key], parent_places=hours)
        return self

    def gave(self, family: str, hours: str, duty: str = "committee", **fields: Any) -> Self:
        """Hours as a contribution, confirmed unless said."""
        person = parent(f"of-{family}", family=family)
        self.people[person.key] = person
        given: dict[str, Any] = {
            "key": f"{len(self.contributions)}",
            "day": week(1),
            "person": person.key,
            "duty": duty,
        }
        self.contributions.append(Contribution(**given | {"hours": Decimal(hours), "confirmed": True} | fields))
        return self

    def shares(self) -> TermShares:
        return term_shares(self.rota(), self.term, self.families, self.contributions)


def figures(shares: TermShares, name: str) -> list[str | None]:
    return [text(getattr(family, name), 4 if name == "attainment" else 2) for family in shares.families]


def check() -> Terms:
    """The page's check: units 5, 3, 2.5, 2, 2 of one day's child-sessions, 58 parent hours."""
    one_day = Term("autumn", DateSpan(WEDNESDAY, WEDNESDAY))
    terms = Terms(one_day).needs(58)
    for key, children, share in [("a", 5, "1"), ("b", 3, "1"), ("c", 5, "0.5"), ("d", 2, "1"), ("e", 2, "1")]:
        terms.family(key, children=children, share=share)
    for key, hours in [("a", "22"), ("b", "12"), ("c", "6"), ("d", "8"), ("e", "4")]:
        terms.gave(key, hours)
    return terms


def test_the_check_of_the_page_has_these_quotas():
    shares = check().shares()
    assert text(shares.parent_hours) == "58.00"
    assert figures(shares, "units") == ["5.00", "3.00", "2.50", "2.00", "2.00"]
    assert figures(shares, "quota") == ["20.00", "12.00", "10.00", "8.00", "8.00"]


def test_the_check_of_the_page_has_these_attainments():
    assert figures(check().shares(), "attainment") == ["1.1000", "1.0000", "0.6000", "1.0000", "0.5000"]


def test_the_check_of_the_page_has_this_coverage_jain_and_gini():
    shares = check().shares()
    assert [text(each, 4) for each in (shares.coverage, shares.jain, shares.gini)] == ["0.8966", "0.9236", "0.1524"]
    assert shares.attained == 5


def test_a_family_fully_relieved_for_weeks_5_to_12_of_12_owes_a_third():
    terms = Terms().needs(12).family("a", reliefs=(Relief(week(5), week(12), ALL),))
    (family,) = terms.shares().families
    assert (text(family.quota), text(family.due), text(family.relieved)) == ("12.00", "4.00", "8.00")
    assert text(terms.shares().solidarity) == "8.00"


def test_what_relief_lifts_is_not_loaded_on_to_the_others():
    relieved = Terms().needs(24).family("a", reliefs=(Relief(week(5), week(12), ALL),)).family("b")
    assert figures(relieved.shares(), "due") == ["4.00", "12.00"]


def test_a_family_that_joins_in_week_7_of_12_has_about_half_the_quota():
    terms = Terms().needs(48).family("a").family("b", joined=week(7))
    whole, half = terms.shares().families
    assert (whole.child_sessions, half.child_sessions) == (12, 6)
    assert half.quota * 2 == whole.quota


def test_a_family_that_leaves_owes_until_the_day_it_leaves():
    terms = Terms().needs(12).family("a", left=week(3))
    assert terms.shares().of("a").child_sessions == 3


def test_reliefs_on_one_day_lift_at_most_all_of_it():
    twice = (Relief(week(1), week(6), Decimal("0.75")), Relief(week(4), week(12), Decimal("0.5")))
    (family,) = Terms().needs(12).family("a", reliefs=twice).shares().families
    assert text(family.relieved) == "8.25"  # 3 x 0.75 + 3 x 1 + 6 x 0.5


def test_a_family_that_owes_nothing_has_no_attainment_and_is_in_no_index():
    terms = Terms().needs(24).family("a", reliefs=(Relief(week(1), week(12), ALL),)).family("b").gave("b", "12")
    shares = terms.gave("a", "3").shares()
    assert figures(shares, "attainment") == [None, "1.0000"]
    assert (shares.attained, text(shares.coverage, 4)) == (1, "0.6250")


def test_a_share_that_changes_holds_from_its_day():
    terms = Terms().needs(12).family("a", shares=(DatedShare(week(7), Decimal("0.5")),))
    assert text(terms.shares().of("a").units) == "9.00"


def test_a_family_without_children_this_term_owes_nothing():
    shares = Terms().needs(12).family("a").family("b", children=0).shares()
    assert figures(shares, "quota") == ["12.00", "0.00"]
    assert figures(shares, "attainment") == ["0.0000", None]


def test_a_term_without_children_has_no_shares_to_compare():
    shares = Terms().needs(12).family("a", children=0).shares()
    assert (shares.coverage, shares.jain, shares.gini, shares.attained) == (None, None, None, 0)


def test_families_of_whom_none_did_anything_have_no_index():
    shares = Terms().needs(12).family("a").family("b").shares()
    assert (text(shares.coverage, 4), shares.jain, shares.gini) == ("0.0000", None, None)


def test_quotas_add_up_to_what_the_term_needs():
    terms = Terms().needs(10)
    for key in ("a", "b", "c"):
        terms.family(key)
    shares = terms.shares()
    assert figures(shares, "quota") == ["3.33", "3.33", "3.33"]
    assert text(sum((family.quota for family in shares.families), Decimal(0)), 20) == "10." + "0" * 20


def test_half_a_hundredth_is_rounded_away_from_nought():
    (first, _other) = Terms().needs(1).family("a", children=1).family("b", children=199).shares().families
    assert text(first.quota) == "0.01"  # 0.005 exactly


def did(**fields: Any) -> str | None:
    """What a family has done by one booking of 09:00 to 13:00."""
    duty, person = fields.pop("duty", CARE), fields.pop("person", parent("p", family="a"))
    terms = Terms().family("a")
    terms.stood(person, fields.pop("place", "parent"), duty=duty, **fields)
    return text(terms.shares().of("a").done)


def test_done_is_what_was_worked_and_confirmed():
    assert did() == "4.00"
    assert did(status=Status.BOOKED) == did(status=Status.MISSED) == did(confirmed=False) == "0.00"


def test_done_is_the_time_really_there_less_breaks():
    assert did(there_from=at("09:30"), breaks=(TimeSpan(at("10:00"), at("10:20")),)) == "3.17"


def test_a_shadow_is_not_done_for_the_share():
    assert did(shadow=True) == "0.00"


def test_work_on_a_cancelled_shift_is_not_done():
    terms = Terms().family("a").stood(parent("p", family="a"))
    (key,) = terms.shifts
    terms.shifts[key] = replace(terms.shifts[key], cancelled=True)
    assert terms.shares().of("a").done == 0


def test_a_duty_that_does_not_count_towards_the_share_is_not_done_for_it():
    assert did(duty=TRAINING) == "0.00"
    assert did(duty=FOOD) == did(duty=COMMITTEE) == "4.00"


def test_staff_who_are_parents_do_their_share_in_parent_places_alone():
    both = replace(staff("both"), parent=True, family="a")
    assert did(person=both, place="parent") == "4.00"
    assert did(person=both, place="paid") == "0.00"


def test_what_happened_outside_the_term_is_not_done_in_it():
    assert did(day=week(0)) == did(day=week(13)) == "0.00"


def test_a_contribution_counts_once_it_is_confirmed():
    terms = Terms().family("a").gave("a", "2.25").gave("a", "1", confirmed=False)
    terms.gave("a", "1", "training").gave("a", "1", day=week(13))
    assert text(terms.shares().of("a").done) == "2.25"


def test_what_the_term_needs_leaves_out_cancelled_shifts_and_duties_that_do_not_count():
    terms = Terms().family("a").stood(staff("x")).stood(staff("x"), duty=TRAINING).stood(staff("x"), day=week(2))
    (*_others, last) = terms.shifts
    terms.shifts[last] = replace(terms.shifts[last], cancelled=True)
    assert text(term_shares(terms.rota(), terms.term, terms.families).parent_hours) == "4.00"


def test_a_shift_across_a_clock_change_needs_the_time_that_passes():
    terms = Terms().family("a").stood(staff("x"), day=dt.date(2026, 10, 25), starts="00:00", ends="04:00")
    assert text(terms.shares().parent_hours) == "5.00"


def test_what_is_left_to_do_is_never_below_nought():
    terms = Terms().needs(12).family("a").gave("a", "15")
    assert terms.shares().of("a").left == 0
    with pytest.raises(KeyError):
        terms.shares().of("nobody")


def test_the_document_has_families_by_key_and_null_for_what_is_not_known():
    terms = Terms().needs(12).family("b", reliefs=(Relief(week(1), week(12), ALL),)).family("a").gave("a", "3")
    assert fairness_document(terms.shares()) == {
        "term": "autumn",
        "parent_hours": "12.00",
        "families": [
            {
                "family": "a",
                "units": "12.00",
                "quota": "6.00",
                "relieved": "0.00",
                "due": "6.00",
                "done": "3.00",
                "attainment": "0.5000",
            },
            {
                "family": "b",
                "units": "12.00",
                "quota": "6.00",
                "relieved": "6.00",
                "due": "0.00",
                "done": "0.00",
                "attainment": None,
            },
        ],
        "coverage": "0.2500",
        "jain": "1.0000",
        "gini": "0.0000",
    }


attainments = st.lists(st.decimals(0, 3, places=4), min_size=1, max_size=12)


def pairwise_gini(values: Sequence[Decimal]) -> Decimal:
    differences = sum((abs(one - other) for one in values for other in values), Decimal(0))
    return differences / (2 * len(values) * sum(values, Decimal(0)))


@given(attainments.filter(any), st.decimals("0.1", 10, places=1))
def test_the_indices_are_within_bounds_and_know_no_scale(values, scale):
    jain, gini = jain_index(values), gini_coefficient(values)
    assert jain is not None
    assert gini is not None
    assert 1 / Decimal(len(values)) - Decimal("1e-20") <= jain <= 1
    assert 0 <= gini < 1
    assert text(gini, 9) == text(pairwise_gini(values), 9)
    larger = [value * scale for value in values]
    assert [text(jain_index(larger), 9), text(gini_coefficient(larger), 9)] == [text(jain, 9), text(gini, 9)]


@given(st.lists(st.tuples(st.integers(0, 5), st.decimals(0, 2, places=2)), min_size=1, max_size=5), st.integers(1, 60))
def test_quotas_always_add_up_and_due_is_quota_less_relief(members, hours):
    terms = Terms().needs(hours)
    for number, (children, share) in enumerate(members):
        relief = Relief(week(number + 1), week(8), Decimal("0.7"))
        terms.family(f"f{number}", children=children, share=str(share), reliefs=(relief,))
    shares = terms.shares()
    total = sum((family.quota for family in shares.families), Decimal(0))
    assert text(total, 15) == text(Decimal(hours if any(family.units for family in shares.families) else 0), 15)
    for family in shares.families:
        assert text(family.due, 15) == text(family.quota - family.relieved, 15)
        assert 0 <= family.due <= family.quota
