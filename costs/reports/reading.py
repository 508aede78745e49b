"""A report as it is read, from top to bottom: made of a `Report` and of nothing else."""

from dataclasses import dataclass

from costs.reports.budget import beside_budget
from costs.reports.changes import beside_before
from costs.reports.corrections import corrections
from costs.reports.exact import Exact, Opens, opens_nowhere
from costs.reports.figures import Report
from costs.reports.headline import Headline, headline
from costs.reports.hours import hours_by_duty, hours_by_month
from costs.reports.paid import paid_people
from costs.reports.returned import returned
from costs.reports.section import Section
from costs.reports.sharing import sharing
from costs.reports.sources import Missing, missing_figures, rates, what_is_missing
from costs.reports.waterfall import waterfall


@dataclass(frozen=True, slots=True)
class Reading:
    """`sections` follow one another; `missing` stands before them where something is missing."""

    report: Report
    headline: Headline
    faults: tuple[Missing, ...]
    missing: Section | None
    sections: tuple[Section, ...]


def reading_of(report: Report, opens: Opens = opens_nowhere) -> Reading:
    """`opens` says where a figure of that name opens, or "" where it does not."""
    exact = Exact(report, opens)
    sections = (
        waterfall(report, exact),
        sharing(report, exact),
        returned(report, exact),
        paid_people(report, exact),
        beside_before(report, exact),
        beside_budget(report, exact),
        hours_by_duty(report, exact),
        hours_by_month(report, exact),
        corrections(report, exact),
        rates(report, exact),
    )
    return Reading(
        report=report,
        headline=headline(report),
        faults=what_is_missing(report),
        missing=missing_figures(report, exact),
        sections=tuple(section for section in sections if section is not None),
    )
