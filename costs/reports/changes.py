"""A period beside the one before, and what a trustee should be alarmed by, in sentences (domain 03, alarms)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from costs.reports.charts import Bar, part_of
from costs.reports.exact import Exact, Row, Table, Words, say_change, say_percent, table
from costs.reports.figures import Report
from costs.reports.section import Section
from costs.reports.words import say_before, say_duration
from costs.savings import Alarm
from rota.exact import ZERO


def beside_before(report: Report, exact: Exact) -> Section | None:
    """None where there is nothing to compare with."""
    if report.before is None or report.changes is None:
        return None
    burden = report.changes.parent_hours_per_child_session
    before = say_before(report)
    if burden is None or not _shown(burden):
        title = _("Beside %(before)s") % {"before": before}
    elif burden > 0:
        title = _("More was asked for each session than in %(before)s") % {"before": before}
    else:
        title = _("Less was asked for each session than in %(before)s") % {"before": before}
    return Section(
        key="before",
        title=title,
        sentences=tuple(changes(report)),
        bars=_bars(report, exact),
        tables=(_table(report, exact),),
        note=_(
            "Alarms: over 5 % more asked for each session, over 5 % fewer paid hours, or a smaller part given back."
        ),
        wide=True,
    )


def changes(report: Report) -> list[str]:
    """One sentence a figure that can be compared."""
    found = report.changes
    if found is None:
        return []
    sentences = (
        (
            found.parent_hours,
            _("Parents gave %(percent)s more hours."),
            _("Parents gave %(percent)s fewer hours."),
            _("Parents gave as many hours."),
        ),
        (
            found.parent_hours_per_child_session,
            _("For each session that a child attends, it was %(percent)s more."),
            _("For each session that a child attends, it was %(percent)s less."),
            _("For each session that a child attends, it was as much."),
        ),
        (
            found.paid_hours,
            _("Paid people worked %(percent)s more hours."),
            _("Paid people worked %(percent)s fewer hours."),
            _("Paid people worked as many hours."),
        ),
    )
    return [_say_change(change, *texts) for change, *texts in sentences if change is not None]


def alarm_sentences(report: Report) -> list[str]:
    found, before = report.changes, report.before
    if found is None or before is None:
        return []
    said = {
        Alarm.MORE_ASKED_OF_PARENTS: _(
            "More is being asked of parents: %(percent)s more hours for each session that a child attends than in "
            "%(before)s."
        )
        % {"percent": say_change(found.parent_hours_per_child_session or ZERO), "before": say_before(report)},
        Alarm.FEWER_PAID_HOURS: _(
            "Paid people worked %(percent)s fewer hours than in %(before)s. If a post was cut because parents do its "
            "work, that belongs beside these figures."
        )
        % {"percent": say_change(found.paid_hours or ZERO), "before": say_before(report)},
    }
    returned = report.scenarios.central.returned
    if returned is not None and before.returned is not None:
        said[Alarm.LESS_RETURNED] = _(
            "Less of what was saved came back to families: %(now)s, after %(then)s in %(before)s."
        ) % {"now": say_percent(returned), "then": say_percent(before.returned), "before": say_before(report)}
    return [said[alarm] for alarm in found.alarms]


def _say_change(change: Decimal, more: str, less: str, same: str) -> str:
    if not _shown(change):
        return same
    return (more if change > 0 else less) % {"percent": say_change(change)}


def _bars(report: Report, exact: Exact) -> tuple[Bar, ...]:
    """What was asked of parents for each session, then and now."""
    now = report.per.parent_hours_per_child_session
    then = report.before.parent_hours_per_child_session if report.before else None
    if not now or not then:
        return ()
    most = max(now, then)
    url = exact.opens("per.parent_hours_per_child_session")
    return (
        Bar(report.period.name, say_duration(now), ZERO, part_of(now, most), "total", url=url),
        Bar(say_before(report), say_duration(then), ZERO, part_of(then, most), "beside"),
    )


def _shown(change: Decimal) -> bool:
    """Whether it is more than nothing in the tenths of a per cent that are shown."""
    return round(abs(change), 3) != 0


def _table(report: Report, exact: Exact) -> Table:
    none = Words("")
    central = "scenarios.central"
    rows = [
        Row(_("Saved, low"), (exact.money("scenarios.low.net"), exact.money("before.net_low"), none)),
        Row(_("Saved, most likely"), (exact.money(f"{central}.net"), exact.money("before.net_central"), none)),
        Row(_("Saved, high"), (exact.money("scenarios.high.net"), exact.money("before.net_high"), none)),
        Row(_("Lower fees"), (exact.money(f"{central}.fee_relief"), exact.money("before.fee_relief"), none)),
        Row(_("Part that came back"), (exact.share(f"{central}.returned"), exact.share("before.returned"), none)),
        Row(
            _("Parent hours"),
            (exact.hours("hours.parent"), exact.hours("before.parent_hours"), exact.share("changes.parent_hours")),
        ),
        Row(
            _("Parent hours a session"),
            (
                exact.index("per.parent_hours_per_child_session"),
                exact.index("before.parent_hours_per_child_session"),
                exact.share("changes.parent_hours_per_child_session"),
            ),
        ),
        Row(
            _("Paid hours"),
            (exact.hours("hours.paid"), exact.hours("before.paid_hours"), exact.share("changes.paid_hours")),
        ),
        Row(
            _("Sessions that children attend"),
            (exact.count("child_sessions"), exact.count("before.child_sessions"), none),
        ),
    ]
    return table(
        _("The two beside one another"), _("What"), (report.period.name, say_before(report), _("Change")), rows
    )
