"""What came back to families in lower fees, and what it takes off each session."""

from django.utils.translation import gettext as _

from costs.reports.charts import Bar, part_of
from costs.reports.exact import Exact, Row, Table, table
from costs.reports.figures import Report
from costs.reports.section import Section
from costs.reports.words import pence, pounds, say_estimate
from rota.exact import ZERO


def returned(report: Report, exact: Exact) -> Section:
    central = report.scenarios.central
    back, net = central.fee_relief, central.net
    if not back:
        title = _("Nothing has come back to families in lower fees yet")
    elif net is None:
        title = _("%(back)s came back to families in lower fees") % {"back": pounds(report, back)}
    elif back > net:
        title = _("%(back)s came back to families, more than was saved") % {"back": pounds(report, back)}
    else:
        title = _("%(back)s came back to families, %(kept)s stayed with the nursery") % {
            "back": pounds(report, back),
            "kept": pounds(report, net - back),
        }
    return Section(
        key="returned",
        title=title,
        sentences=tuple(_per_session(report)),
        bars=_bars(report, exact),
        tables=(_totals(exact), _spread(exact)),
    )


def _bars(report: Report, exact: Exact) -> tuple[Bar, ...]:
    central = report.scenarios.central
    back, net = central.fee_relief, central.net
    if net is None or net <= 0 or not back:
        return ()
    most = max(net, back)
    at = "scenarios.central"
    kept = net - back
    bars = [
        Bar(
            _("Lower fees"),
            pounds(report, back),
            ZERO,
            part_of(back, most),
            "total",
            url=exact.opens(f"{at}.fee_relief"),
        )
    ]
    if kept > 0:
        length = part_of(kept, most)
        start = min(part_of(back, most), 100 - length)
        url = exact.opens(f"{at}.retained")
        bars.append(Bar(_("Stayed with the nursery"), pounds(report, kept), start, length, "plus", url=url))
    elif kept < 0:
        bars.append(Bar(_("Saved, most likely"), pounds(report, net), ZERO, part_of(net, most), "beside"))
    return tuple(bars)


def _per_session(report: Report) -> list[str]:
    net, back = report.per.net_per_child_session, report.per.relief_per_child_session
    if net is None or back is None:
        return []
    return [
        _("For each session that a child attends, that is %(net)s saved and %(back)s off fees.")
        % {"net": pence(report, net), "back": pence(report, back)}
    ]


def _totals(exact: Exact) -> Table:
    names = ("low", "central", "high")
    return table(
        _("What came back, in each estimate"),
        _("Of what was saved"),
        [say_estimate(name).capitalize() for name in names],
        [
            Row(_("Came back in lower fees"), tuple(exact.money(f"scenarios.{name}.fee_relief") for name in names)),
            Row(_("Stayed with the nursery"), tuple(exact.money(f"scenarios.{name}.retained") for name in names)),
            Row(_("Part that came back"), tuple(exact.share(f"scenarios.{name}.returned") for name in names)),
        ],
    )


def _spread(exact: Exact) -> Table:
    rows = (
        (_("A session that a child attends"), "child_session"),
        (_("An hour that parents gave"), "parent_hour"),
    )
    return table(
        _("Spread over everybody, most likely"),
        _("For each"),
        (_("Saved"), _("Off fees")),
        [Row(label, (exact.money(f"per.net_per_{key}"), exact.money(f"per.relief_per_{key}"))) for label, key in rows],
    )
