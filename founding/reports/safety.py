"""What a new nursery's weeks would be like, said honestly: for a full room, and with nobody's checks on record yet."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from founding.rules.countries import has_rules
from founding.rules.days import say_span
from founding.rules.proposed import country_of, need_of_span, places_of, rooms_of, spans_of
from founding.rules.steps import Answers, Step


@dataclass(frozen=True, slots=True)
class SafetyLine:
    """One span of the week in one room. `kind` is that of a state: good, warn, bad."""

    kind: str
    what: str
    sentence: str

    @property
    def word(self) -> str:
        return {"good": _("enough places"), "bad": _("too few")}.get(self.kind, _("look again"))


def safety_of(answers: Answers, today: dt.date) -> list[SafetyLine]:
    """A line for each room to which nobody comes, and for each span; of those none where no ratio rules are built in
    (`has_rules`)."""
    names, spans = {room["key"]: room["name"] for room in rooms_of(answers)}, spans_of(answers)
    empty = names.keys() - {span["room"] for span in spans}
    found = [
        SafetyLine("warn", name, _("Nobody comes here yet: it has no times."))
        for key, name in names.items()
        if key in empty
    ]
    if has_rules(country_of(answers)):
        found += [_line(span, names[span["room"]], answers, today) for span in spans]
    return found


def _line(span: dict[str, Any], room: str, answers: Answers, today: dt.date) -> SafetyLine:
    what = f"{room}, {say_span(span)}"
    need = need_of_span(span, answers, today)
    paid, parents = places_of(span, answers, today)
    if need is None:
        return SafetyLine("warn", what, _("No ratio rules hold on its first day."))
    counted = need.covered_by(paid, parents, parents_count=answers.get(Step.RULES, {}).get("parents_count", True))
    wanted = ngettext("%(n)d adult is needed when it is full", "%(n)d adults are needed when it is full", need.required)
    said = wanted % {"n": need.required}
    if counted >= need.required:
        return SafetyLine("good", what, _("%(wanted)s, and there are places for them.") % {"wanted": said})
    short = need.required - counted
    missing = ngettext("there is %(n)d place too few", "there are %(n)d places too few", short) % {"n": short}
    return SafetyLine("bad", what, _("%(wanted)s; %(missing)s.") % {"wanted": said, "missing": missing})
