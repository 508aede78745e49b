"""What paid people worked, cover told apart, and whether it became less."""

from django.utils.translation import gettext as _

from costs.reports.charts import Bar, part_of
from costs.reports.exact import Exact, Row, say_change, table
from costs.reports.figures import Report
from costs.reports.section import Section
from costs.reports.words import count_hours, say_before
from nursery.money import say_hours
from rota.exact import ZERO


def paid_people(report: Report, exact: Exact) -> Section:
    rows = [
        Row(_("On the rota, cover included"), (exact.hours("hours.paid"),)),
        Row(_("of it covering for parents"), (exact.hours("hours.cover"),)),
    ]
    return Section(
        key="paid",
        title=_title(report),
        bars=_bars(report, exact),
        tables=(table(_("Hours that paid people worked"), _("What"), (_("Hours"),), rows),),
    )


def _title(report: Report) -> str:
    change = report.changes.paid_hours if report.changes else None
    said = {"hours": count_hours(report.hours.paid), "before": say_before(report)}
    if change is None:
        return _("Paid people worked %(hours)s") % said
    if not round(change, 3):
        return _("Paid people worked %(hours)s, as many as in %(before)s") % said
    said["percent"] = say_change(change)
    if change > 0:
        return _("Paid people worked %(hours)s, %(percent)s more than in %(before)s") % said
    return _("Paid people worked %(hours)s, %(percent)s fewer than in %(before)s") % said


def _bars(report: Report, exact: Exact) -> tuple[Bar, ...]:
    worked = report.hours
    earlier = report.before.paid_hours if report.before else ZERO
    most = max(worked.paid, earlier)
    if not most:
        return ()
    own = worked.paid - worked.cover
    drawn = [(_("In paid places"), own, ZERO, "total", "hours.paid")]
    if worked.cover:
        drawn.append((_("Covering for parents"), worked.cover, part_of(own, most), "minus", "hours.cover"))
    bars = [
        Bar(
            label,
            _("%(hours)s h") % {"hours": say_hours(hours)},
            min(start, 100 - part_of(hours, most)),
            part_of(hours, most),
            kind,
            url=exact.opens(path),
        )
        for label, hours, start, kind, path in drawn
    ]
    if earlier:
        amount = _("%(hours)s h") % {"hours": say_hours(earlier)}
        bars.append(Bar(say_before(report), amount, ZERO, part_of(earlier, most), "beside"))
    return tuple(bars)
