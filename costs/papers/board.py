"""A report on two pages for the board: what was found, and what it stands on."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import wrap

from django.utils.translation import gettext as _

from costs.papers.board_tables import NAME, Tables, room_for, say_others, shortened
from costs.papers.workbook import made_at
from costs.reports.charts import Bar
from costs.reports.figures import Report
from costs.reports.reading import Reading, reading_of
from costs.reports.section import Section
from costs.reports.words import pounds
from nursery.dates import say_day
from nursery.documents.as_pdf import Run, run, typeset
from nursery.documents.board import Board, Column, Grid, Piece, Said, Skyline, Strip, Stripe
from nursery.documents.fonts import Fonts
from rota.exact import ZERO

STEPS, LABEL = 8, 56  # steps of the waterfall, and characters beside one, that have room


def board_pages(report: Report, fonts: Fonts, language: str) -> bytes:
    """The PDF. The same report makes the same bytes: it is dated by its own last day, not by the clock."""
    page = _Pages(report, fonts).board()
    return typeset("board.typ", page, fonts=fonts, language=language, now=made_at(report))


class _Pages:
    def __init__(self, report: Report, fonts: Fonts) -> None:
        self._report = report
        self._fonts = fonts
        self._reading: Reading = reading_of(report)
        self._sections = {section.key: section for section in self._reading.sections}
        self._tables = Tables(report, self._run)

    def _run(self, text: str) -> Run:
        return run(text, self._fonts)

    def board(self) -> Board:
        report, finding = self._report, self._reading.headline.finding
        return Board(
            title=_("Savings and burden"),
            nursery=self._run(report.nursery_name) if self._run(report.nursery_name).text else Run(report.nursery),
            subtitle=self._run(f"{_('Savings and burden')} · {report.period.name} · {self._state()}").text,
            before=finding.before,
            figure=finding.figure,
            after=finding.after,
            lead=self._said((*self._reading.headline.lead, *self._sections["returned"].sentences)),
            first=[*self._first()],
            second=[*self._second()],
            foot=self._foot(),
        )

    def _state(self) -> str:
        report = self._report
        if report.closed_on is not None:
            return _("closed on %(day)s") % {"day": say_day(report.closed_on, year=True)}
        if report.so_far:
            return _("an estimate so far, to %(day)s") % {"day": say_day(report.last_day, year=True)}
        return _("an estimate")

    def _foot(self) -> str:
        report = self._report
        days = {"first": say_day(report.period.first, year=True), "last": say_day(report.last_day, year=True)}
        return _("%(first)s to %(last)s · cost avoided (estimate)") % days

    def _said(self, sentences: Iterable[str]) -> list[Said]:
        return [Said(self._run(sentence)) for sentence in sentences]

    # --- page 1: what was found --------------------------------------------------------------------------------

    def _first(self) -> Iterable[Strip]:
        waterfall, asked = self._sections["sum"], self._sections["asked"]
        yield Strip(
            [
                self._piece(waterfall, stripes=self._stripes(waterfall), grid=self._tables.spread()),
                Piece(
                    self._run(_("Three estimates")),
                    grid=self._tables.estimates(),
                    note=self._run(_("They differ in their rates and in what would have been bought, not in hours.")),
                ),
            ],
            [1, 1.12],
        )
        yield Strip(
            [
                self._piece(asked, title=_("What it asked: %(hours)s") % {"hours": asked.title}),
                Piece(self._run(_("How it lies on families")), grid=self._tables.sharing()),
            ],
            [1.25, 1],
        )
        yield Strip(
            [
                Piece(
                    self._run(_("Beside what was before, and what was planned")),
                    grid=self._tables.compared(),
                    note=self._run(self._tables.compared_with()),
                ),
                Piece(self._run(_("What to look at")), [*self._verdicts()]),
            ],
            [1.6, 1],
        )

    def _verdicts(self) -> Iterable[Said]:
        for verdict in self._reading.headline.verdicts:
            text = self._run(verdict.text)
            match verdict.kind:
                case "warn":
                    yield Said(text, "!", "warn")
                case "good":
                    yield Said(text, kind="good")
                case _:
                    yield Said(text, kind="quiet")
        paid = self._sections["paid"]
        yield Said(self._run(f"{paid.title}."))
        before = self._sections.get("before")
        if before is not None:
            yield from self._said(before.sentences[:2])

    def _piece(
        self, section: Section, *, title: str = "", stripes: Sequence[Stripe] = (), grid: Grid | None = None
    ) -> Piece:
        return Piece(
            self._run(title or section.title),
            self._said(section.sentences),
            stripes,
            self._skyline(section),
            grid,
            note=self._run(section.note) if section.note else None,
        )

    def _stripes(self, section: Section) -> list[Stripe]:
        """The section's bars; steps up that have no room are one step together."""
        steps = [bar for bar in section.bars if bar.kind == "plus"]
        lines = self._report.scenarios.central.lines
        shown, others = room_for(steps, STEPS)
        drawn = [self._stripe(bar) for bar in section.bars if bar not in others]
        if others and len(steps) == len(lines):
            worth = sum((line.value for line in lines[len(shown) :]), ZERO)
            start, ends = others[0].start, others[-1].ends
            together = Stripe(
                self._run(say_others(len(others))),
                pounds(self._report, worth),
                float(start),
                float(ends - start),
                "plus",
                mark=drawn[0].mark,
            )
            drawn.insert(len(shown), together)
        return drawn

    def _stripe(self, bar: Bar) -> Stripe:
        return Stripe(
            self._run(shortened(bar.label, LABEL)),
            bar.amount,
            float(bar.start),
            float(bar.length),
            bar.kind,
            float(bar.beyond),
            None if bar.mark is None else float(bar.mark),
        )

    @staticmethod
    def _skyline(section: Section) -> Skyline | None:
        drawn = section.columns
        if drawn is None:
            return None
        columns = [Column(float(each.height), each.low) for each in drawn.columns]
        return Skyline(drawn.title, drawn.summary, columns, float(drawn.line), drawn.line_label)

    # --- page 2: what it stands on -----------------------------------------------------------------------------

    def _second(self) -> Iterable[Strip]:
        tables = self._tables
        yield Strip([Piece(self._run(_("What the hours that count are valued at")), grid=tables.lines())], [1])
        yield Strip(
            [
                Piece(self._run(_("Paid cover, beyond its value")), grid=tables.premium()),
                Piece(self._run(_("Running parent duty")), grid=tables.programme()),
            ],
            [1, 1],
        )
        yield Strip(
            [
                Piece(
                    self._run(_("Hours of parents by duty and month")),
                    grid=tables.months(),
                    note=self._run(self._why_not_all()),
                )
            ],
            [1],
        )
        corrections = tables.corrections()
        if corrections is not None:
            note = self._run(_("Every other figure is without them."))
            yield Strip([Piece(self._run(_("Corrections of earlier terms")), grid=corrections, note=note)], [1])
        yield Strip([Piece(self._run(_("Rates, with their sources")), grid=tables.rates())], [1])
        yield Strip(
            [
                Piece(
                    self._run(_("How it is worked out")),
                    [Said(self._run(text), str(n)) for n, text in enumerate(_how(), start=1)],
                ),
                Piece(self._run(_("What is missing")), [*self._missing()]),
            ],
            [1.5, 1],
        )

    def _why_not_all(self) -> str:
        """One sentence for all duties that give the same reason."""
        bars = [bar for bar in self._sections["duties"].bars if bar.note]
        said = []
        for note, duties in groupby(sorted(bars, key=lambda bar: bar.note), key=lambda bar: bar.note):
            names = [shortened(bar.label, NAME) for bar in duties]
            shown, others = room_for(names, 4)
            said.append(f"{', '.join([*shown, *([say_others(len(others))] if others else [])])}: {note}.")
        return " ".join(said[:6])

    def _missing(self) -> Iterable[Said]:
        faults = self._reading.faults
        for missing in faults[:6]:
            yield Said(self._run(f"{missing.text} {missing.way_on}"), "!", "warn")
        if len(faults) > 6:
            yield Said(self._run(_("And %(n)d more, in the workbook.") % {"n": len(faults) - 6}), "!", "warn")
        if not faults:
            yield Said(self._run(_("Nothing: every hour has its rate, and every cover its cost.")), kind="good")
        report = self._report
        if report.inputs_digest:
            digest = " ".join(wrap(report.inputs_digest, 8))  # so that it can be read, and broken
            said = _("Digest of what it was worked out from: %(digest)s") % {"digest": digest}
            yield Said(self._run(said), kind="quiet")


def _how() -> list[str]:
    return [
        _("An hour of care counts only where a paid adult would have been needed, had the parent not been there."),
        _("Other duties count by the part of them that the nursery would have bought, on evidence; else by none."),
        _(
            "Each hour that counts is valued at a dated rate: the wage with holiday, National Insurance and pension, "
            "to the penny."
        ),
        _(
            "What paid cover cost beyond that value, and what running parent duty took, is taken off; lower fees are a "
            "use of the rest."
        ),
        _("Hours that nobody confirmed, and duties like meetings, are shown and never priced."),
    ]
