"""What is held about one person: read by the register (nursery/held.py), table by table."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Child, Person
from nursery.dates import say_day, say_moment
from nursery.held import Held, Kept, Shown, register
from nursery.models import Nursery, Policy
from nursery.money import plain

MOST = 20_000  # rows of one table; nobody comes near


@dataclass(frozen=True, slots=True)
class Section:
    """One table's rows. `rows` as a program reads them, `lines` as a person does: label and words of what is there."""

    held: Held
    kept: str
    rows: Sequence[Mapping[str, Any]]
    lines: Sequence[Sequence[tuple[str, str]]]

    @property
    def title(self) -> str:
        return str(self.held.title)

    @property
    def why(self) -> str:
        return str(self.held.why)


def sections_of(person: Person, nursery: Nursery) -> list[Section]:
    """Those that hold anything; a query for each that is declared."""
    found = []
    for held in register():
        rows = list(_rows(held, person).order_by("pk").distinct().values_list("pk", *held.shows)[:MOST])
        if rows:
            found.append(_section(held, [row[1:] for row in rows], nursery))
    return found


def _rows(held: Held, person: Person | OuterRef) -> models.QuerySet[Any]:
    return held.model._default_manager.filter(**{held.path: person.pk if isinstance(person, Person) else person})


def _section(held: Held, rows: Sequence[Sequence[Any]], nursery: Nursery) -> Section:
    columns = [_Column.of(held, lookup) for lookup in held.shows]
    as_data, as_words = [], []
    for row in rows:
        values = [(column, column.fit(value)) for column, value in zip(columns, row, strict=True)]
        there = [(column, value) for column, value in values if value not in (None, "", [])]
        as_data.append({column.lookup: _as_data(value) for column, value in there})
        as_words.append([(column.label, column.say(value, nursery)) for column, value in there])
    return Section(held, say_kept(held.kept, nursery.policy), as_data, as_words)


@dataclass(frozen=True, slots=True)
class _Column:
    lookup: str
    label: str
    shown: Shown
    field: "models.Field[Any, Any]"

    @classmethod
    def of(cls, held: Held, lookup: str) -> "_Column":
        label = held.shows[lookup]
        shown = label if isinstance(label, Shown) else Shown(label)
        return cls(lookup, str(shown.label), shown, field_of(held.model, lookup))

    def fit(self, value: Any) -> Any:
        """Of somebody else no more than other members see; of a child the month of birth."""
        if value and "__" in self.lookup and self.field.model is Person and self.field.name == "name":
            return Person(name=value).short_name
        if value and self.field.model is Child and self.field.name == "born":
            return f"{value:%Y-%m}"
        return value

    def say(self, value: Any, nursery: Nursery) -> str:
        if self.field.model is Child and self.field.name == "born":
            return date_format(dt.date.fromisoformat(f"{value}-01"), "F Y")
        if self.shown.say is not None:
            return str(self.shown.say(value))
        if isinstance(self.field, ArrayField):
            labels = dict(self.field.base_field.choices or ())
            return ", ".join(str(labels.get(each, each)) for each in value)
        if self.field.choices:
            return str(dict(self.field.flatchoices).get(value, value))
        return _say(value, nursery)


def field_of(model: type[models.Model], lookup: str) -> "models.Field[Any, Any]":
    """The column that a lookup ends in."""
    *way, last = lookup.split("__")
    for name in way:
        field = model._meta.get_field(name)
        if isinstance(field, models.JSONField):  # the rest is a key in it
            return field
        related = field.related_model
        assert isinstance(related, type)  # noqa: S101 - a lookup of ours leads over keys
        model = related
    found = model._meta.get_field(last)
    assert isinstance(found, models.Field)  # noqa: S101
    return found


def _as_data(value: Any) -> Any:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else value


def _say(value: Any, nursery: Nursery) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return say_moment(value, nursery.zone)
    if isinstance(value, dt.date):
        return say_day(value, year=True)
    return str(_as_data(value))


def say_kept(kept: Kept, policy: Policy) -> str:
    """How long, in words to whoever it is about."""
    match kept:
        case Kept.HERE:
            return _("while you are here")
        case Kept.MESSAGES:
            n = policy.keep_message_months
            return ngettext("for %(n)s month", "for %(n)s months", n) % {"n": n}
        case Kept.CHILD:
            n = policy.keep_child_years
            words = ngettext("for %(n)s year after the child has left", "for %(n)s years after the child has left", n)
            return words % {"n": n}
        case Kept.ACCOUNT:
            n = policy.keep_account_years
            return ngettext("for %(n)s year after you leave", "for %(n)s years after you leave", n) % {"n": n}
        case Kept.LASTING:
            n = policy.keep_account_years
            words = ngettext(
                "with the nursery’s books; without your name %(n)s year after you leave",
                "with the nursery’s books; without your name %(n)s years after you leave",
                n,
            )
            return words % {"n": n}


@dataclass(frozen=True, slots=True)
class Reason:
    """Tables that are there for one reason."""

    why: str
    titles: Sequence[str]


@dataclass(frozen=True, slots=True)
class Period:
    kept: str
    reasons: Sequence[Reason]


def kinds_held(person: Person, nursery: Nursery) -> list[Period]:
    """What there is of somebody, by how long it is kept and why; one query, however many tables."""
    declared = register()
    there = {f"held_{n}": Exists(_rows(held, OuterRef("pk"))) for n, held in enumerate(declared)}
    found = Person.objects.filter(pk=person.pk).annotate(**there).values(*there).get()
    mine = [held for n, held in enumerate(declared) if found[f"held_{n}"]]
    order = list(Kept)
    mine.sort(key=lambda held: order.index(held.kept))
    return [
        Period(say_kept(kept, nursery.policy), _by_reason(list(of_it)))
        for kept, of_it in groupby(mine, key=lambda held: held.kept)
    ]


def _by_reason(mine: Sequence[Held]) -> list[Reason]:
    reasons: dict[str, list[str]] = {}
    for held in mine:
        reasons.setdefault(str(held.why), []).append(str(held.title))
    return [Reason(why, titles) for why, titles in reasons.items()]
