"""The sheets of money: what the hours are valued at, what is taken off, and what remains, in each estimate."""

from django.utils.translation import gettext as _

from costs.papers.boxes import ESTIMATES, Boxes, heads, none_yet_unless, sum_of, words
from costs.programme_kinds import say_programme_kind
from costs.reports.words import say_estimate
from nursery.documents.book import Box, Sheet, at, on


class MoneySheets:
    """They are made in this order, for each adds up what stands in those before it."""

    def __init__(self, boxes: Boxes) -> None:
        self.boxes = boxes
        self.names = {
            "value": _("Lines"),
            "premium_total": _("Premium"),
            "programme_total": _("Programme"),
            "summary": _("Summary"),
        }
        self.totals: dict[tuple[str, str], str] = {}  # where a sum of an estimate stands, as another sheet calls it

    def lines(self) -> Sheet:
        """Value = ROUND(hours x part x rate, 2): no more is needed. A spreadsheet's ROUND looks at fifteen decimal
        digits, so it sees a half penny that the binary product misses by a hair; rounding twice would make half
        pennies of what lies just below them (tests/costs/papers/test_rounding.py)."""
        rows: list[list[Box]] = []
        for name in ESTIMATES:
            at_lines, first = f"scenarios.{name}.lines", len(rows)
            lines = getattr(self.boxes.report.scenarios, name).lines
            for number, line in enumerate(lines):
                row = len(rows)
                hours, part, rate = (at(row, column) for column in (2, 3, 4))
                figure = f"{at_lines}.{number}"
                rows.append(
                    [
                        words(say_estimate(name)),
                        words(line.name),
                        self.boxes.of(f"{figure}.hours"),
                        self.boxes.of(f"{figure}.bought"),
                        self.boxes.of(f"{figure}.rate"),
                        self.boxes.of(f"{figure}.value", f"ROUND({hours}*{part}*{rate},2)"),
                    ]
                )
            self._total(rows, "value", name, _("What it would have cost"), 5, first, len(lines), gaps=3)
        return Sheet(
            self.names["value"],
            _("What the hours that count are valued at: a line is one duty at one rate."),
            heads(
                (_("Estimate"), _("low, most likely or high"), 14),
                (_("Duty"), _("What was done."), 26),
                (_("Hours"), _("Hours of parents that count: worked, confirmed and, in care, needed."), 12),
                (_("Part bought"), _("The part of the hours that the nursery would have bought, on evidence."), 12),
                (_("Rate an hour"), _("What a bought hour would have cost, on-costs included."), 12),
                (_("Value"), _("Hours × part bought × rate an hour, to the penny."), 14),
            ),
            rows,
        )

    def premium(self) -> Sheet:
        rows: list[list[Box]] = []
        for name in ESTIMATES:
            first = len(rows)
            found = getattr(self.boxes.report.scenarios, name).premium
            for number, line in enumerate(found):
                figure = f"scenarios.{name}.premium.{number}"
                rows.append(
                    [
                        words(say_estimate(name)),
                        words(line.name),
                        self.boxes.of(f"{figure}.hours"),
                        self.boxes.of(f"{figure}.value"),
                    ]
                )
            self._total(rows, "premium_total", name, _("Paid cover, beyond its value"), 3, first, len(found), gaps=1)
        return Sheet(
            self.names["premium_total"],
            _("What paid cover of parents’ places cost beyond what the same hours are valued at."),
            heads(
                (_("Estimate"), _("low, most likely or high"), 14),
                (_("Duty"), _("What was covered."), 26),
                (_("Hours"), _("Hours that paid people covered."), 12),
                (_("Premium"), _("What they cost beyond the value of those hours; all who covered together."), 14),
            ),
            rows,
        )

    def programme(self) -> Sheet:
        rows: list[list[Box]] = []
        for name in ESTIMATES:
            first = len(rows)
            found = getattr(self.boxes.report.scenarios, name).programme
            for number, line in enumerate(found):
                figure = f"scenarios.{name}.programme.{number}.value"
                rows.append([words(say_estimate(name)), words(say_programme_kind(line.kind)), self.boxes.of(figure)])
            self._total(rows, "programme_total", name, _("Running parent duty"), 2, first, len(found), gaps=0)
        return Sheet(
            self.names["programme_total"],
            _("What it took to run parent duty, by kind."),
            heads(
                (_("Estimate"), _("low, most likely or high"), 14),
                (_("Kind"), _("What it was spent on."), 32),
                (_("Amount"), _("Hours at their rates, and amounts paid; each rounded, then added up."), 14),
            ),
            rows,
        )

    def _total(
        self, rows: list[list[Box]], key: str, name: str, label: str, column: int, first: int, count: int, *, gaps: int
    ) -> None:
        figure = f"scenarios.{name}.{key}"
        formula = sum_of(column, first, count)
        rows.append(
            [
                words(say_estimate(name), strong=True),
                words(label, strong=True),
                *(words("", strong=True) for _gap in range(gaps)),
                self.boxes.of(figure, formula, strong=True),
            ]
        )
        self.totals[key, name] = on(self.names[key], at(len(rows) - 1, column))

    def summary(self) -> Sheet:
        """The three estimates beside one another."""
        of = self.boxes.of
        rows: list[list[Box]] = []
        for label, key, meaning in (
            (_("What it would have cost"), "value", _("The sum of the lines.")),
            (_("less paid cover, beyond its value"), "premium_total", _("The sum of the premiums.")),
            (_("less running parent duty"), "programme_total", _("The sum of the programme.")),
        ):
            rows.append(
                [
                    words(label),
                    *(of(f"scenarios.{name}.{key}", self.totals[key, name], again=True) for name in ESTIMATES),
                    words(meaning),
                ]
            )
        cells = [[at(row, column) for row in range(6)] for column in (1, 2, 3)]
        rows.append(
            [
                words(_("Saved (net)"), strong=True),
                *(
                    of(f"scenarios.{name}.net", f"{own[0]}-{own[1]}-{own[2]}", strong=True)
                    for name, own in zip(ESTIMATES, cells, strict=True)
                ),
                words(_("Cost avoided (estimate)."), strong=True),
            ]
        )
        rows.append(
            [
                words(_("Came back in lower fees")),
                *(of(f"scenarios.{name}.fee_relief") for name in ESTIMATES),
                words(_("What families paid less because of the rota: a use of net, never added to it.")),
            ]
        )
        rows.append(
            [
                words(_("Stayed with the nursery")),
                *(
                    of(f"scenarios.{name}.retained", f"{own[3]}-{own[4]}")
                    for name, own in zip(ESTIMATES, cells, strict=True)
                ),
                words(_("Net less what came back.")),
            ]
        )
        rows.append(
            [
                words(_("Part that came back")),
                *(
                    of(
                        f"scenarios.{name}.returned",
                        none_yet_unless(f"{own[3]}>0", f"ROUND({own[4]}/{own[3]},4)"),
                    )
                    for name, own in zip(ESTIMATES, cells, strict=True)
                ),
                words(_("Of net; none yet where nothing was saved.")),
            ]
        )
        for name, column in zip(ESTIMATES, (1, 2, 3), strict=True):
            for key, row in (("net", 3), ("fee_relief", 4), ("returned", 6)):
                self.totals[key, name] = on(self.names["summary"], at(row, column))
        estimates = [(say_estimate(name).capitalize(), _("This estimate’s figures."), 14) for name in ESTIMATES]
        return Sheet(
            self.names["summary"],
            _("From what the same work would have cost to what was saved, in three estimates."),
            heads((_("What"), _("What the row holds."), 36), *estimates, (_("Meaning"), _("What it is."), 60)),
            rows,
        )
