"""What would have been, beside what was: the figures of each question with their difference, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.reports.what_if_words import Words
from costs.savings import Scenario
from costs.savings.what_if import Answer, Move
from nursery.dates import say_times
from nursery.models import Session
from nursery.money import say_hours, say_money
from rota.safety import Alert

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `change` are ready to be read; `change` is empty in the column of what was. `leads` marks Net."""

    label: str
    value: str
    change: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One question's answer. `unsafe` says first what would have been missing, `safer` what would not have been any
    more; `summary` is the answer in one sentence."""

    letter: str
    title: str
    unsafe: tuple[str, ...]
    safer: str
    summary: str
    figures: tuple[Figure, ...]


class Kind(StrEnum):
    MONEY = "money"
    HOURS = "hours"
    SHARE = "share"
    RETURNED = "returned"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    kind: Kind
    of: Callable[[Answer], Decimal | None]
    leads: bool = False


class Telling:
    """Figures of one currency, each beside what it was (`base`)."""

    def __init__(self, base: Answer, currency: str, words: Words) -> None:
        self._base, self._currency, self._words = base, currency, words

    def as_it_was(self) -> Column:
        short = self._base.safety.short
        missing = _("%(hours)s hours were short of an adult.") % {"hours": say_hours(short)} if short else ""
        return Column("", _("As it was"), (missing,) if missing else (), "", "", self._figures(self._base, None))

    def would_be(self, letter: str, answer: Answer, moves: Sequence[Move]) -> Column:
        title = "; ".join(self._words.asked(move) for move in moves)
        return Column(
            letter,
            title,
            self._unsafe(answer),
            self._safer(answer),
            self._summary(answer),
            self._figures(answer, self._base),
        )

    # --- is it safe -----------------------------------------------------------------------------------------
    def _unsafe(self, answer: Answer) -> tuple[str, ...]:
        said = []
        base = self._base.safety
        for alert in answer.safety.worse_than(base):
            hours = answer.safety.short if alert == Alert.SHORT else answer.safety.hours_of(alert)
            before = base.short if alert == Alert.SHORT else base.hours_of(alert)
            days = len(answer.safety.days_of(alert) - base.days_of(alert))
            said.append(
                _alert_sentence(alert) % {"hours": say_hours(hours - before), "days": _days(days)}
                + (" " + _("(It was so for %(hours)s hours already.)") % {"hours": say_hours(before)} if before else "")
            )
        return tuple(said)

    def _safer(self, answer: Answer) -> str:
        short, before = answer.safety.short, self._base.safety.short
        if short >= before:
            return ""
        text = (
            _("%(now)s hours would be short of an adult; it was %(before)s.")
            if short
            else _("No hour would be short of an adult; it was %(before)s.")
        )
        return text % {"now": say_hours(short), "before": say_hours(before)}

    # --- the answer in a sentence ---------------------------------------------------------------------------
    def _summary(self, answer: Answer) -> str:
        net, was = answer.savings.central.net, self._base.savings.central.net
        if net is None or was is None:
            money = _("What it would do to Net cannot be said: a rate is missing.")
        elif net == was:
            money = _("Net would be the same.")
        else:
            text = (
                _("Net would be %(amount)s less, most likely %(net)s.")
                if net < was
                else _("Net would be %(amount)s more, most likely %(net)s.")
            )
            money = text % {"amount": self._money(abs(net - was)), "net": self._money(net)}
        hours, gave = answer.savings.hours.parent, self._base.savings.hours.parent
        if hours == gave:
            burden = _("Parents would give as many hours.")
        else:
            text = (
                _("Parents would give %(hours)s hours less.")
                if hours < gave
                else _("Parents would give %(hours)s hours more.")
            )
            burden = text % {"hours": say_hours(abs(hours - gave))}
        return f"{money} {burden}"

    # --- figures ----------------------------------------------------------------------------------------------
    def _figures(self, answer: Answer, base: Answer | None) -> tuple[Figure, ...]:
        def figure(row: _Row) -> Figure:
            now, was = row.of(answer), None if base is None else row.of(base)
            if now is None:
                return Figure(row.label, self._missing(row, answer), leads=row.leads)
            return Figure(row.label, self._value(row, now), self._change(row, now, was), row.leads)

        return tuple(figure(row) for row in _rows())

    def _missing(self, row: _Row, answer: Answer) -> str:
        if answer.savings.central.net is None and row.kind == Kind.MONEY:
            return _("not known: a rate is missing")
        return _("none: Net is not above nought") if row.kind == Kind.RETURNED else _("none yet")

    def _value(self, row: _Row, value: Decimal) -> str:
        match row.kind:
            case Kind.MONEY:
                return self._money(value)
            case Kind.HOURS:
                return _("%(hours)s h") % {"hours": say_hours(value)}
            case Kind.COUNT:
                return str(number_format(int(value), use_l10n=True, force_grouping=True))
            case Kind.SHARE | Kind.RETURNED:
                return _("%(percent)s %%") % {"percent": _percent(value)}

    def _change(self, row: _Row, now: Decimal, was: Decimal | None) -> str:
        """With its sign and in words: "−£770.88 (less)". Of a share, what it was: a change in points reads like one
        in per cent."""
        if was is None:
            return ""
        if self._value(row, now) == self._value(row, was):
            return _("no change")
        if row.kind in (Kind.SHARE, Kind.RETURNED):
            text = _("more: it was %(value)s") if now > was else _("less: it was %(value)s")
            return text % {"value": self._value(row, was)}
        text = _("+%(amount)s (more)") if now > was else _("−%(amount)s (less)")
        return text % {"amount": self._value(row, abs(_rounded(now) - _rounded(was)))}

    def _money(self, amount: Decimal) -> str:
        return say_money(amount, self._currency)


def _rows() -> tuple[_Row, ...]:
    """In the order in which a trustee reads them: the money, what came back, what it asked, who was paid."""
    low, high = Scenario.LOW, Scenario.HIGH
    return (
        _Row(_("Net, most likely"), Kind.MONEY, lambda a: a.savings.central.net, leads=True),
        _Row(_("Net, low"), Kind.MONEY, lambda a: a.savings.scenarios[low].net),
        _Row(_("Net, high"), Kind.MONEY, lambda a: a.savings.scenarios[high].net),
        _Row(_("Came back to families"), Kind.MONEY, lambda a: a.savings.fee_relief),
        _Row(_("Returned: that as part of Net"), Kind.RETURNED, lambda a: a.savings.central.returned),
        _Row(_("Hours that parents gave"), Kind.HOURS, lambda a: a.savings.hours.parent),
        _Row(
            _("… for each session that a child attends"), Kind.HOURS, lambda a: a.savings.parent_hours_per_child_session
        ),
        _Row(_("… for each family, on average"), Kind.HOURS, lambda a: a.hours_per_family),
        _Row(_("Hours that the share asks of parents"), Kind.HOURS, lambda a: a.shares.parent_hours),
        _Row(_("Coverage: how much of that was given"), Kind.SHARE, lambda a: a.shares.coverage),
        _Row(_("Hours short of an adult"), Kind.HOURS, lambda a: a.safety.short),
        _Row(_("Paid hours on the rota"), Kind.HOURS, lambda a: a.savings.hours.paid),
        _Row(_("Paid cover, beyond its value"), Kind.MONEY, lambda a: a.savings.central.premium_total),
        _Row(_("Sessions that children attend"), Kind.COUNT, lambda a: Decimal(a.savings.child_sessions)),
        _Row(_("Net for each of them"), Kind.MONEY, lambda a: a.savings.net_per_child_session),
        _Row(_("Off fees, for each of them"), Kind.MONEY, lambda a: a.savings.relief_per_child_session),
    )


def _alert_sentence(alert: Alert) -> str:
    return {
        Alert.SHORT: _(
            "It would not be safe as it stands: on %(days)s there would be too few adults. Paid adults would have to "
            "stand in for %(hours)s hours."
        ),
        Alert.NO_LEVEL_3: _("On %(days)s nobody at level 3 would be there, %(hours)s hours in all."),
        Alert.TOO_FEW_QUALIFIED: _("On %(days)s too few adults would hold level 2, %(hours)s hours in all."),
        Alert.NO_FIRST_AIDER: _("On %(days)s there would be too few first-aiders, %(hours)s hours in all."),
        Alert.ONE_ADULT_ONLY: _("On %(days)s one adult would be alone with children, %(hours)s hours in all."),
        Alert.NO_FIRST_AIDER_AT_MEAL: _(
            "On %(days)s no first-aider would be in the room at a meal, %(hours)s hours in all."
        ),
    }[alert]


def _days(count: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}


def _rounded(value: Decimal) -> Decimal:
    """As it is printed, so that what is printed adds up."""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _percent(part: Decimal) -> str:
    return str(number_format((part * 100).quantize(_TENTH, rounding=ROUND_HALF_UP), decimal_pos=1, use_l10n=True))


def session_name(session: Session) -> str:
    """ "Bluebell Room, Friday 09:00–13:00"."""
    return _("%(room)s, %(day)s %(times)s") % {
        "room": session.room.name,
        "day": WEEKDAYS[session.weekday],
        "times": say_times(session.starts, session.ends),
    }
