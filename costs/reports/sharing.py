"""What it asked of families: how much, how much of what was needed, and how evenly it lay. Never which family."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.reports.charts import WHOLE, Column, Columns
from costs.reports.exact import Exact, Row, Several, Table, Words, say_exact_percent, say_index, say_percent, table
from costs.reports.figures import Report, SharingFigures
from costs.reports.section import Section
from costs.reports.words import count_hours, say_duration
from nursery.money import say_hours
from rota.exact import ONE, rounded

_HALF = Decimal("0.5")
_LEAST = Decimal("1.5")  # high is a column of nothing: it is there to be counted
_GAP = Decimal("0.25")  # of a column's place, left free beside it


def sharing(report: Report, exact: Exact) -> Section:
    shares = report.sharing
    return Section(
        key="asked",
        title=ngettext("%(n)s family gave %(hours)s", "%(n)s families gave %(hours)s", shares.families)
        % {"n": shares.families, "hours": count_hours(report.hours.parent)},
        sentences=tuple(
            sentence
            for sentence in (
                _say_session(report),
                _say_coverage(report),
                _say_confirmed(report),
                _say_under_half(shares),
                *_say_even(shares),
            )
            if sentence
        ),
        columns=_columns(report),
        tables=(_hours(exact), _spread(exact), _attainments(exact, shares)),
    )


def _say_session(report: Report) -> str:
    each = report.per.parent_hours_per_child_session
    if not each:
        return ""
    return _("That is %(time)s for each session that a child attends.") % {"time": say_duration(each)}


def _say_coverage(report: Report) -> str:
    shares = report.sharing
    if shares.coverage is None:
        return ""
    return _("%(done)s of the %(needed)s hours needed are given, on duties that count towards the share.") % {
        "done": say_hours(shares.done),
        "needed": say_hours(shares.needed),
    }


def _say_confirmed(report: Report) -> str:
    confirmed = report.hours.confirmed_share
    if confirmed is None:
        return ""
    return _("%(percent)s of the hours are confirmed.") % {"percent": say_exact_percent(confirmed)}


def _say_under_half(shares: SharingFigures) -> str:
    if not shares.under_half:
        return ""
    return ngettext(
        "%(n)s family gave less than half of its share.",
        "%(n)s families gave less than half of their share.",
        shares.under_half,
    ) % {"n": shares.under_half}


def _say_even(shares: SharingFigures) -> list[str]:
    """Jain x n is how many families sharing alike would give the same index; twice Gini is how far two families taken
    at random lie apart on average, as a part of the mean (both by their definitions)."""
    if shares.jain is None or shares.gini is None or shares.attained < 2:
        return []
    alike = rounded(shares.jain * shares.attained, 0)
    return [
        (
            _("It lies as if %(alike)s of %(n)s families shared it alike and the rest gave nothing (Jain %(jain)s).")
            if alike < shares.attained
            else _("All %(n)s families share it nearly alike (Jain %(jain)s).")
        )
        % {"alike": f"{alike:f}", "n": shares.attained, "jain": say_index(shares.jain)},
        _("Two families picked at random are %(percent)s of an average share apart (Gini %(gini)s).")
        % {"percent": say_percent(2 * shares.gini, 0), "gini": say_index(shares.gini)},
    ]


def _columns(report: Report) -> Columns | None:
    shares = report.sharing
    if not any(shares.attainments):
        return None
    most = max(*shares.attainments, ONE)
    place = WHOLE / len(shares.attainments)
    columns = tuple(
        Column(
            start=round(n * place, 3),
            width=round(place * (1 - _GAP), 3),
            height=max(round(attainment * WHOLE / most, 2), _LEAST),
            low=attainment < _HALF,
        )
        for n, attainment in enumerate(shares.attainments)
    )
    return Columns(
        title=_("What each family has given of its share so far, the least first")
        if report.so_far
        else _("What each family gave of its share, the least first"),
        summary=ngettext(
            "%(n)s family, at %(least)s of its share.",
            "%(n)s families, from %(least)s to %(most)s of a share.",
            shares.attained,
        )
        % {
            "n": shares.attained,
            "least": say_percent(shares.attainments[0], 0),
            "most": say_percent(shares.attainments[-1], 0),
        },
        columns=columns,
        line=round(ONE * WHOLE / most, 2),
        line_label=_("a whole share"),
    )


def _hours(exact: Exact) -> Table:
    rows = (
        (_("Given by parents"), exact.hours("hours.parent")),
        (_("counted in the savings"), exact.hours("hours.priced")),
        (_("of it care that was needed"), exact.hours("hours.care_displaced")),
        (_("care beyond what was needed"), exact.hours("hours.care_enriching")),
        (_("never priced, unconfirmed or learning"), exact.hours("hours.unpriced")),
        (_("of it unconfirmed"), exact.hours("hours.unconfirmed")),
        (_("of it learning beside somebody"), exact.hours("hours.learning")),
        (_("Part that is confirmed"), exact.share("hours.confirmed_share")),
        (_("Sessions that children attend"), exact.count("child_sessions")),
        (_("Hours for each such session"), exact.index("per.parent_hours_per_child_session")),
    )
    return table(
        _("Hours that parents gave"), _("What"), (_("Figure"),), [Row(label, (figure,)) for label, figure in rows]
    )


def _spread(exact: Exact) -> Table:
    rows = (
        (_("Families with children here"), exact.count("sharing.families"), ""),
        (_("Hours needed"), exact.hours("sharing.needed"), _("on duties that count towards the share")),
        (_("Hours given of those"), exact.hours("sharing.done"), ""),
        (_("Coverage"), exact.share("sharing.coverage"), _("given of what is needed")),
        (_("Carried for relieved families"), exact.hours("sharing.solidarity"), _("hours")),
        (_("Families with anything due"), exact.count("sharing.attained"), _("Jain and Gini are over these")),
        (_("Below half of their share"), exact.count("sharing.under_half"), _("known once it is over")),
        (_("Jain"), exact.index("sharing.jain"), _("1: all alike; 1 ÷ families: one does it all")),
        (_("Gini"), exact.index("sharing.gini"), _("0: all alike; near 1: one does it all")),
    )
    return table(
        _("How it lies on families"),
        _("What"),
        (_("Figure"), _("Meaning")),
        [Row(label, (figure, Words(meaning, long=True))) for label, figure, meaning in rows],
    )


def _attainments(exact: Exact, shares: SharingFigures) -> Table:
    """In one line: nobody is to be found by their place in a list."""
    each = tuple(exact.share(f"sharing.attainments.{n}") for n in range(len(shares.attainments)))
    rows = [Row(_("Least first"), (Several(each),))] if each else []
    return table(_("What each family gave of its share, without names"), _("What"), (_("Of its share"),), rows)
