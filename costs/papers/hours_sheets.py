"""The sheets of hours: by duty, by month, and how the shares lie on families without saying which."""

from decimal import Decimal

from django.utils.translation import gettext as _

from costs.papers.boxes import Boxes, heads, sum_of, whole_seconds, words
from costs.reports.hours import say_month
from nursery.documents.book import Box, Look, Sheet, at
from rota.exact import ZERO

_PARTS = ("counted", "enriching", "unconfirmed", "learning", "never_priced")


def by_duty(boxes: Boxes) -> Sheet:
    rows: list[list[Box]] = []
    for number, duty in enumerate(boxes.report.duties):
        row, figure = len(rows), f"duties.{number}"
        rows.append(
            [
                words(duty.name),
                *(boxes.of(f"{figure}.{part}") for part in _PARTS),
                boxes.of(f"{figure}.given", f"SUM({at(row, 1)}:{at(row, len(_PARTS))})"),
                boxes.of(f"{figure}.paid"),
                boxes.of(f"{figure}.cover"),
                words(_("There is no evidence that any of it would have been bought.") if duty.nothing_bought else ""),
            ]
        )
    count = len(rows)
    sums = (
        ("hours.priced", "counted"),
        ("hours.care_enriching", "enriching"),
        ("hours.unconfirmed", ""),
        ("hours.learning", ""),
        ("", "never_priced"),
        ("hours.parent", "given"),
        ("hours.paid", "paid"),
        ("hours.cover", "cover"),
    )
    last = [words(_("All duties"), strong=True)]
    for column, (figure, key) in enumerate(sums, start=1):
        formula = sum_of(column, 0, count)
        if figure and key:
            last.append(boxes.of(figure, formula, strong=True))
        else:
            name = key or figure.rpartition(".")[2]
            last.append(_sum([getattr(duty, name) for duty in boxes.report.duties], formula))
    rows.append([*last, words("", strong=True)])
    return Sheet(
        _("Hours by duty"),
        _("What parents gave, and what became of it; what paid people worked beside it."),
        heads(
            (_("Duty"), _("What was done."), 26),
            (_("Counted"), _("Hours that count in the savings."), 12),
            (_("Beyond need"), _("Hours of care beyond what was required: real, and at no price."), 12),
            (_("Not confirmed"), _("Hours that nobody has confirmed yet: never priced."), 12),
            (_("Learning"), _("Hours of learning beside somebody: never priced."), 12),
            (_("Never priced"), _("Hours of a duty that is never priced."), 12),
            (_("Given"), _("All hours that parents gave: the sum of those before."), 12),
            (_("Paid people"), _("Hours that paid people worked on the rota, cover included."), 12),
            (_("of it cover"), _("Hours that paid people covered parents’ places."), 12),
            (_("Note"), _("Why hours that count are worth nothing, where they are."), 50),
        ),
        rows,
    )


def _sum(values: list[Decimal], formula: str) -> Box:
    return Box(whole_seconds(sum(values, ZERO)), Look.HOURS, formula, strong=True)


def by_month(boxes: Boxes) -> Sheet:
    """A row a month and kind of hours, a column a duty, with sums both ways."""
    report = boxes.report
    kinds = (
        ("given", _("given by parents")),
        ("counted", _("counted")),
        ("paid", _("worked by paid people")),
    )
    duties = [duty.key for duty in report.duties]
    rows: list[list[Box]] = []
    for kind, label in kinds:
        first = len(rows)
        for number, month in enumerate(report.months):
            row = len(rows)
            places = {found.duty: place for place, found in enumerate(month.duties)}
            cells = [
                boxes.of(f"months.{number}.duties.{places[duty]}.{kind}") if duty in places else Box(None)
                for duty in duties
            ]
            formula = f"SUM({at(row, 2)}:{at(row, 1 + len(duties))})" if duties else "0"
            rows.append(
                [words(say_month(month.month)), words(label), *cells, boxes.of(f"months.{number}.{kind}", formula)]
            )
        count = len(report.months)
        sums = [
            _sum([getattr(duty, kind) for duty in months_of(boxes, key)], sum_of(2 + column, first, count))
            for column, key in enumerate(duties)
        ]
        whole = _sum([getattr(month, kind) for month in report.months], sum_of(2 + len(duties), first, count))
        rows.append([words(_("All months"), strong=True), words(label, strong=True), *sums, whole])
    return Sheet(
        _("Hours by month"),
        _("The hours of each duty, month by month."),
        heads(
            (_("Month"), _("The months of the period on whose days anybody worked."), 18),
            (_("Hours"), _("Given by parents, counted of those, or worked by paid people."), 22),
            *((duty.name, _("Hours of this duty; empty where nobody worked on it."), 14) for duty in report.duties),
            (_("All duties"), _("The sum of the duties."), 12),
        ),
        rows,
    )


def months_of(boxes: Boxes, duty: str) -> list[object]:
    """A duty's hours in each month that it has any."""
    return [found for month in boxes.report.months for found in month.duties if found.duty == duty]


def sharing(boxes: Boxes) -> Sheet:
    """Counts and indices, and each family's part of its share, the least first. No names, no keys."""
    lines = (
        ("sharing.families", _("Families with children here"), ""),
        ("sharing.needed", _("Hours needed"), _("On duties that count towards the share.")),
        ("sharing.done", _("Hours given of those"), ""),
        ("sharing.coverage", _("Coverage"), _("Given of what is needed.")),
        ("sharing.solidarity", _("Carried for relieved families"), _("Hours that the others took over.")),
        ("sharing.attained", _("Families with anything due"), _("Jain and Gini are over these.")),
        ("sharing.under_half", _("Below half of their share"), _("Known once the period is over.")),
        ("sharing.jain", _("Jain"), _("1: all alike; 1 ÷ families: one does it all.")),
        ("sharing.gini", _("Gini"), _("0: all alike; near 1: one does it all.")),
    )
    rows = [[words(label), boxes.of(figure), words(meaning)] for figure, label, meaning in lines]
    rows.extend(
        [
            words(_("Of its share, family %(n)d") % {"n": number + 1}),
            boxes.of(f"sharing.attainments.{number}"),
            words(""),
        ]
        for number in range(len(boxes.report.sharing.attainments))
    )
    return Sheet(
        _("How it is shared"),
        _("How parent duty lies on families. The order is from the least to the most; it names nobody."),
        heads(
            (_("What"), _("What the row holds."), 36),
            (_("Figure"), _("Counts, hours, parts, and two indices of evenness."), 12),
            (_("Meaning"), _("What it is."), 60),
        ),
        rows,
    )
