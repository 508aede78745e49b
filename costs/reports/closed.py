"""A closed term's report, kept: its inputs and its document as bytes, and how it is worked out again from them."""

import datetime as dt
from dataclasses import dataclass, fields, replace

from costs.models import Closing
from costs.periods import period_of_term
from costs.reports.building import report_on
from costs.reports.documents import report_bytes, report_from
from costs.reports.figures import Report
from costs.reports.inputs import ReportInputs, report_inputs, without_names
from costs.savings.canonical import canonical_bytes, digest_of, read_canonical
from nursery.dates import DAY
from nursery.models import Nursery, Term

METHOD = "report/1"  # how inputs become a report; another one wherever the same inputs would give other figures


@dataclass(frozen=True, slots=True)
class Kept:
    """What a closing keeps. `inputs` and `document` are canonical JSON, each with its SHA-256."""

    inputs: bytes
    inputs_digest: str
    document: bytes
    document_digest: str

    @property
    def report(self) -> Report:
        return report_from(self.document)


def kept_as(term: Term, nursery: Nursery, closed_on: dt.date) -> Kept:
    """What closing `term`, which is over, would keep, were it closed on that day: from today's rows. Raises
    NoRuleSetError."""
    return worked_out(inputs_of_rows(term, nursery), closed_on)


def inputs_of_rows(term: Term, nursery: Nursery) -> bytes:
    period = period_of_term(term)
    return canonical_bytes(without_names(report_inputs(nursery, period, period.last + DAY)))


def worked_out(inputs: bytes, closed_on: dt.date | None) -> Kept:
    """The report that these inputs come to, by today's engine."""
    digest = digest_of(inputs)
    found = report_on(read_canonical(inputs, ReportInputs))
    document = report_bytes(replace(found, closed_on=closed_on, inputs_digest=digest))
    return Kept(inputs, digest, document, digest_of(document))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found when a closed term's report was worked out again. `inputs` and `document`: whether the digest of
    what is kept is the one that was written, and whether what is worked out is that, byte for byte. `differing` are the
    parts of the inputs that today's rows would give otherwise; None where that cannot be said (a file brought it)."""

    engine: str
    inputs: bool
    document: bool
    differing: tuple[str, ...] | None

    @property
    def agrees(self) -> bool:
        return self.inputs and self.document


def check_closing(closing: Closing, nursery: Nursery) -> Checked:
    """Changes nothing."""
    inputs, document = closing.kept_inputs, closing.kept_document
    again = worked_out(inputs, report_from(document).closed_on)
    return Checked(
        engine=closing.engine,
        inputs=again.inputs_digest == closing.inputs_digest,
        document=digest_of(document) == closing.document_digest and again.document == document,
        differing=None if closing.taken_in else _differing(inputs, inputs_of_rows(closing.term, nursery)),
    )


def _differing(frozen: bytes, present: bytes) -> tuple[str, ...]:
    was, now = (read_canonical(each, ReportInputs) for each in (frozen, present))
    pairs = [
        *((field.name, was, now) for field in fields(ReportInputs) if field.name != "facts"),
        *((f"facts.{field.name}", was.facts, now.facts) for field in fields(was.facts) if field.name != "rota"),
        *((f"facts.rota.{field.name}", was.facts.rota, now.facts.rota) for field in fields(was.facts.rota)),
    ]
    return tuple(name for name, old, new in pairs if _part(old, name) != _part(new, name))


def _part(facts: object, name: str) -> object:
    return getattr(facts, name.rpartition(".")[2])
