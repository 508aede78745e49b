"""A closed day without any shift, as a closing keeps it: its inputs, its report, and their digests."""

import datetime as dt
from zoneinfo import ZoneInfo

from costs.periods import PeriodKind
from costs.reports.closed import METHOD, worked_out
from costs.reports.figures import PeriodFigures
from costs.reports.inputs import ReportInputs
from costs.savings import SavingsFacts
from costs.savings.canonical import canonical_bytes
from rota.safety import DateSpan, Rota, Term


def settled_day(nursery: str, key: str, name: str, day: dt.date) -> dict[str, str]:
    inputs = ReportInputs(
        nursery=nursery,
        nursery_name=nursery.capitalize(),
        currency="EUR",
        period=PeriodFigures(PeriodKind.TERM, key, name, day, day),
        last_day=day,
        so_far=False,
        facts=SavingsFacts(Rota("GB-ENG", ZoneInfo("Europe/London"), terms=(Term(key, DateSpan(day, day)),))),
        families=(),
        duties=(),
    )
    kept = worked_out(canonical_bytes(inputs), day)
    return {
        "engine": METHOD,
        "inputs": kept.inputs.decode(),
        "inputs_digest": kept.inputs_digest,
        "document": kept.document.decode(),
        "document_digest": kept.document_digest,
    }
