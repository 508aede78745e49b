"""A what-if in words: what is asked, what is assumed, and why something cannot be said."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.savings import Scenario
from costs.savings.what_if import (
    Base,
    CannotSayError,
    Children,
    Move,
    MoveRate,
    PayRise,
    Places,
    Relief,
    SessionAdded,
    SessionDropped,
    Unanswerable,
    Weeks,
)
from costs.savings.what_if.places import filled_as
from nursery.money import plain, say_money

Names = Mapping[str, str]


def days_named(weekday: int | None) -> str:
    """ "on Fridays", "every day"."""
    names = (
        _("on Mondays"),
        _("on Tuesdays"),
        _("on Wednesdays"),
        _("on Thursdays"),
        _("on Fridays"),
        _("on Saturdays"),
        _("on Sundays"),
    )
    return _("every day") if weekday is None else names[weekday]


def say_percent(part: Decimal) -> str:
    return str(number_format(plain(round(part * 100, 2)), use_l10n=True))


class Words:
    """Says moves by the names that the nursery gave its duties and sessions, in its currency."""

    def __init__(self, duties: Names, sessions: Names, currency: str) -> None:
        self._duties, self._sessions, self._currency = duties, sessions, currency

    def _duty(self, key: str) -> str:
        return self._duties.get(key, key)

    def _session(self, key: str) -> str:
        return self._sessions.get(key, key)

    def asked(self, move: Move) -> str:
        """As the heading of its answer: "Care: 1 parent place fewer on Fridays"."""
        match move:
            case Places():
                return self._asked_places(move)
            case SessionDropped():
                return _("Without the session %(session)s") % {"session": self._session(move.session)}
            case SessionAdded():
                return _("Another session %(days)s, like %(session)s") % {
                    "session": self._session(move.like),
                    "days": days_named(move.weekday),
                }
            case Weeks():
                text = (
                    ngettext("%(n)d week fewer", "%(n)d weeks fewer", -move.by)
                    if move.by < 0
                    else ngettext("%(n)d week more", "%(n)d weeks more", move.by)
                )
                return text % {"n": abs(move.by)}
            case Children():
                text = (
                    ngettext("%(n)d child fewer: %(session)s", "%(n)d children fewer: %(session)s", -move.by)
                    if move.by < 0
                    else ngettext("%(n)d child more: %(session)s", "%(n)d children more: %(session)s", move.by)
                )
                return text % {"n": abs(move.by), "session": self._session(move.session)}
            case PayRise():
                return _("Pay up by %(percent)s %%") % {"percent": say_percent(move.part)}
            case MoveRate():
                return self._asked_rate(move)
            case Relief():
                return self._asked_relief(move)

    def _asked_places(self, move: Places) -> str:
        text = (
            ngettext("%(n)d parent place fewer %(days)s", "%(n)d parent places fewer %(days)s", -move.by)
            if move.by < 0
            else ngettext("%(n)d parent place more %(days)s", "%(n)d parent places more %(days)s", move.by)
        )
        said = text % {"n": abs(move.by), "days": days_named(move.weekday)}
        return _("%(duty)s: %(said)s") % {"duty": self._duty(move.duty), "said": said}

    def _asked_rate(self, move: MoveRate) -> str:
        said = []
        if move.wage is not None:
            said.append(_("%(wage)s an hour") % {"wage": say_money(move.wage, self._currency)})
        parts = (
            (move.holiday, _("holiday %(percent)s %%")),
            (move.ni, _("National Insurance %(percent)s %%")),
            (move.pension, _("pension %(percent)s %%")),
            (move.bought, _("%(percent)s %% of it would have been bought")),
        )
        said += [text % {"percent": say_percent(part)} for part, text in parts if part is not None]
        return _("%(duty)s at %(rate)s (%(estimate)s)") % {
            "duty": self._duty(move.duty),
            "rate": ", ".join(said),
            "estimate": estimate_named(move.scenario),
        }

    def _asked_relief(self, move: Relief) -> str:
        amount = say_money(move.amount, self._currency)
        if move.per_child_session:
            return _("Fee relief of %(amount)s for each session that a child attends") % {"amount": amount}
        return _("Fee relief of %(amount)s in the term") % {"amount": amount}

    # --- what is assumed ----------------------------------------------------------------------------------
    def assumed(self, move: Move, base: Base) -> str:
        """One or two sentences: what the answer takes for granted."""
        match move:
            case Places():
                return self._assumed_places(move, base)
            case SessionDropped():
                return _(
                    "With a session go its children, the care in its room, and tasks at its time that serve no other "
                    "session, each with whoever was there, paid or not. Meetings and training stay."
                )
            case SessionAdded():
                return _(
                    "Each day of a session more is as one day of the session it is like: the same children, the same "
                    "paid people, the same parents who came or did not. Whether they could come again is for you to "
                    "judge."
                )
            case Weeks():
                if move.by < 0:
                    return _(
                        "The last full weeks are left out, with their children, care and tasks. Meetings and training "
                        "stay, and so does an amount of fee relief."
                    )
                return _(
                    "The last full weeks come once more, with the same children, paid people and parents. An amount "
                    "of fee relief stays as it was."
                )
            case Children():
                if move.by < 0:
                    return _("Children fewer: the last ones on the list of that session do not come to it.")
                return _(
                    "Children more are of the ages of those in that session. The people on the shifts stay the same."
                )
            case PayRise():
                return _(
                    "A rise lifts every wage behind the rates, an hour of paid cover and an hour spent on running "
                    "parent duty alike. Courses and checks stay. What paid people in paid places cost is no part of "
                    "Net."
                )
            case MoveRate():
                return _(
                    "A rate that you type replaces that duty’s rate from the first day of the term; what you leave "
                    "empty stays as it was. Estimates that you did not choose keep their own rates."
                )
            case Relief():
                return _("Fee relief is a use of Net and no part of it: it changes what comes back, never Net.")

    def _assumed_places(self, move: Places, base: Base) -> str:
        duty = self._duty(move.duty)
        filled = base.filled(move.duty, move.weekday) if move.by < 0 else filled_as(base, move)
        facts = {
            "duty": duty,
            "came": len(filled.given),
            "places": filled.places,
            "percent": say_percent(filled.part),
        }
        if move.by < 0:
            return (
                _(
                    "%(duty)s: a place taken away takes hours with it in the part in which such places were filled; "
                    "parents came to %(came)s of %(places)s. Paid cover stays, and nobody is put in their place."
                )
                % facts
            )
        return (
            _(
                "%(duty)s: a place added is filled as such places were; parents came to %(came)s of %(places)s and "
                "gave %(percent)s %% of the hours. Those who would come count as those parents did. Whether they can "
                "be found is for you to judge."
            )
            % facts
        )

    # --- what cannot be said ------------------------------------------------------------------------------
    def refused(self, error: CannotSayError) -> str:
        move, most = error.move, error.most
        match error.reason:
            case Unanswerable.TOO_FEW_PLACES if most == 0:
                return _("There was no parent place at %(duty)s %(days)s in this term, so none can go.") % {
                    "duty": self._duty(move.duty),
                    "days": days_named(move.weekday),
                }
            case Unanswerable.TOO_FEW_PLACES:
                return ngettext(
                    "There was only %(most)d parent place on a %(duty)s shift %(days)s. Take away no more than that.",
                    "There were only %(most)d parent places on a %(duty)s shift %(days)s. Take away no more than that.",
                    most,
                ) % {"most": most, "duty": self._duty(move.duty), "days": days_named(move.weekday)}
            case Unanswerable.NO_PLACES:
                return _(
                    "There was no parent place at %(duty)s in this term, so nobody can know how one would be filled. "
                    "Choose another duty, or another term."
                ) % {"duty": self._duty(move.duty)}
            case Unanswerable.NO_SUCH_SESSION:
                return _("That session did not run in this term. Choose one that did.")
            case Unanswerable.SESSION_THERE:
                return _("There is a session in that room at that time on that day already. Choose another day.")
            case Unanswerable.TOO_FEW_WEEKS:
                return ngettext(
                    "The term has only %(most)d full week so far. Choose no more than that.",
                    "The term has only %(most)d full weeks so far. Choose no more than that.",
                    most,
                ) % {"most": most}
            case Unanswerable.TOO_FEW_CHILDREN:
                return ngettext(
                    "Only %(most)d child is in that session. Choose no more than that.",
                    "Only %(most)d children are in that session. Choose no more than that.",
                    most,
                ) % {"most": most}
            case Unanswerable.NO_RATE:
                return _("There is no rate for %(duty)s yet. Say its wage as well.") % {"duty": self._duty(move.duty)}


def estimate_named(scenario: Scenario | None) -> str:
    names = {Scenario.LOW: _("low"), Scenario.CENTRAL: _("most likely"), Scenario.HIGH: _("high")}
    return _("all three estimates") if scenario is None else names[scenario]


def assumptions(words: Words, base: Base, moves: Sequence[Move]) -> list[str]:
    """Of all the questions together, each sentence once, then what holds for every one."""
    own = [words.assumed(move, base) for move in moves]
    return [
        *dict.fromkeys(own),
        _("Nothing is drawn by chance: hours are what could be expected, to the nearest whole turn."),
        _("What running parent duty cost, and hours given outside the rota, stay as they were."),
    ]
