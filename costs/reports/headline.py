"""What a report says first: the range, the figure, what came back, what it asked, and whether anything is wrong."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.reports.changes import alarm_sentences
from costs.reports.exact import say_change
from costs.reports.figures import Report
from costs.reports.words import count_hours, pounds, say_before, say_this_period


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence around its figure: `before`, `figure`, `after`. The figure is empty where there is none."""

    before: str
    figure: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is wrong. `kind` is good, warn or quiet; `at` is the section that says more."""

    kind: str
    text: str
    at: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    finding: Finding
    lead: tuple[str, ...]
    asked: str
    verdicts: tuple[Verdict, ...]


def headline(report: Report) -> Headline:
    return Headline(_finding(report), tuple(_lead(report)), _asked(report), tuple(_verdicts(report)))


def _finding(report: Report) -> Finding:
    if report.range is None:
        return Finding(_("What parents’ shifts save"))
    low, high = report.range
    if high > 0:
        least, most = pounds(report, low), pounds(report, high)
    else:
        least, most = pounds(report, -high), pounds(report, -low)
    figure = _("%(low)s and %(high)s") % {"low": least, "high": most}
    if least == most:
        figure = least
        if low >= 0:
            text = _("Parents’ shifts saved the nursery %(range)s")
        else:
            text = _("Running parent duty took more than parents’ shifts saved, by %(range)s")
    elif low >= 0:
        text = _("Parents’ shifts saved the nursery between %(range)s")
    elif high > 0:
        text = _("What parents’ shifts saved, less what it took to run them, is between %(range)s")
    else:
        text = _("Running parent duty took more than parents’ shifts saved, by between %(range)s")
    before, _figure, after = text.partition("%(range)s")
    return Finding(before.strip(), figure, after.strip())


def _lead(report: Report) -> list[str]:
    central = report.scenarios.central
    if not report.hours.parent:
        return [
            _("No parent’s hours are recorded in %(period)s yet. Mark who came, and the figures appear.")
            % {"period": say_this_period(report)}
        ]
    if report.range is None or central.net is None:
        return [_("A rate is missing, so no range can be given.")]
    said = [_("Most likely %(amount)s: cost avoided (estimate).") % {"amount": pounds(report, central.net)}]
    back = {"amount": pounds(report, central.fee_relief)}
    if not central.fee_relief:
        said.append(_("Nothing has come back to families in lower fees yet."))
    elif central.net > central.fee_relief:
        said.append(_("Of this, %(amount)s came back to families in lower fees.") % back)
    else:
        said.append(_("%(amount)s came back to families in lower fees, which is more than that.") % back)
    return said


def _asked(report: Report) -> str:
    if not report.hours.parent:
        return ""
    said = {"hours": count_hours(report.hours.parent), "n": report.sharing.families, "before": say_before(report)}
    change = report.changes.parent_hours if report.changes else None
    if change is None or not round(change, 3):
        text = ngettext(
            "It asked %(hours)s of %(n)s family.", "It asked %(hours)s of %(n)s families.", report.sharing.families
        )
        return text % said
    said["percent"] = say_change(change)
    if change > 0:
        text = ngettext(
            "It asked %(hours)s of %(n)s family, %(percent)s more than in %(before)s.",
            "It asked %(hours)s of %(n)s families, %(percent)s more than in %(before)s.",
            report.sharing.families,
        )
    else:
        text = ngettext(
            "It asked %(hours)s of %(n)s family, %(percent)s less than in %(before)s.",
            "It asked %(hours)s of %(n)s families, %(percent)s less than in %(before)s.",
            report.sharing.families,
        )
    return text % said


def _verdicts(report: Report) -> list[Verdict]:
    found = _corrected(report)
    if report.faults:
        text = ngettext(
            "Something is missing, so this is not whole yet.",
            "%(n)s things are missing, so this is not whole yet.",
            len(report.faults),
        )
        found.append(Verdict("warn", text % {"n": len(report.faults)}, "missing", _("See what to do")))
    found += [Verdict("warn", sentence) for sentence in alarm_sentences(report)]
    if any(verdict.kind == "warn" for verdict in found):
        return found
    if report.before is not None and report.changes is not None:
        return [*found, Verdict("good", _("No alarms beside %(before)s.") % {"before": say_before(report)}, "before")]
    if report.so_far:
        return [*found, Verdict("quiet", _("Nothing is missing. It is compared with the time before once it is over."))]
    return [*found, Verdict("quiet", _("Nothing is missing, and there is nothing before it to compare with."))]


def _corrected(report: Report) -> list[Verdict]:
    """What was put right about earlier terms stands beside these figures, not in them."""
    if report.adjusted is None or report.adjusted.net_central is None:
        return []
    text = _("Corrections of earlier terms would make it %(net)s.") % {
        "net": pounds(report, report.adjusted.net_central)
    }
    return [Verdict("quiet", text, "corrections", _("See them"))]
