"""What a spreadsheet of people would do: each row new, known, or wrong, before anything is written."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Family, Person, RoleKind
from accounts.queries import plain_address
from membership.rules.people import Known, NewFamily, last_manager_refusal, shared_address_refusal
from nursery.dates import say_day

ONE = Decimal(1)


class Column(StrEnum):
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    FAMILY = "family"
    SHARE = "share"
    ROLES = "roles"
    JOINED = "joined"


LABELS: Mapping[Column, object] = {
    Column.NAME: lazy("Name"),
    Column.EMAIL: lazy("E-mail"),
    Column.PHONE: lazy("Telephone"),
    Column.FAMILY: lazy("Family"),
    Column.SHARE: lazy("Share"),
    Column.ROLES: lazy("Roles"),
    Column.JOINED: lazy("Joins on"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`column` is None where it is about the whole row."""

    column: Column | None
    sentence: str

    @property
    def label(self) -> str:
        return str(LABELS[self.column]) if self.column is not None else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A row as it was read. What is empty, or could not be read (`faults`), is empty here; `share` is then None."""

    number: int
    name: str
    email: str = ""
    phone: str = ""
    family: str = ""
    share: Decimal | None = None
    roles: tuple[str, ...] = ()
    joined: dt.date | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(slots=True)
class RowPlan:
    """`person` is who is known already, `known` what is to be known of them; `opens_family` says that the row is the
    first to name a family that is not there yet."""

    typed: Typed
    person: Person | None
    known: Known
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    opens_family: bool = False
    may_be_invited: bool = False
    invited_before: bool = False

    @property
    def number(self) -> int:
        return self.typed.number


@dataclass(frozen=True, slots=True)
class SheetPlan:
    rows: Sequence[RowPlan]
    digest: str  # of all that is shown and would be done

    @property
    def faulty(self) -> int:
        return sum(bool(row.faults) for row in self.rows)

    @property
    def new(self) -> int:
        return sum(row.person is None for row in self.rows)

    @property
    def changed(self) -> int:
        return sum(bool(row.changes) for row in self.rows)

    @property
    def families(self) -> int:
        return sum(row.opens_family for row in self.rows)


@dataclass(frozen=True, slots=True)
class Here:
    """Who is there: those who have not left, with their families; `invited` are ids of those whose invitation works."""

    people: Sequence[Person]
    families: Sequence[Family]
    invited: Collection[int]


def plan_sheet(typed: Sequence[Typed], here: Here) -> SheetPlan:
    by_name: defaultdict[str, list[Person]] = defaultdict(list)
    by_address: defaultdict[str, list[Person]] = defaultdict(list)
    for person in here.people:
        by_name[plain_name(person.name)].append(person)
        if address := plain_address(person.email):
            by_address[address].append(person)
    families: defaultdict[str, list[Family]] = defaultdict(list)
    for family in here.families:
        families[plain_name(family.name)].append(family)
    rows = [_row(each, by_name[plain_name(each.name)], families[plain_name(each.family)]) for each in typed]
    for row in rows:
        _look_at_address(row, by_address[row.known.email])
        row.may_be_invited = bool(row.known.email) and (row.person is None or row.person.account_id is None)
        row.invited_before = row.person is not None and row.person.pk in here.invited
    _look_at_each_other(rows)
    _look_at_managers(rows, here.people)
    return SheetPlan(rows, _digest(rows))


def _row(typed: Typed, same_name: Sequence[Person], same_family: Sequence[Family]) -> RowPlan:
    faults = list(typed.faults)
    person = _who(typed, same_name, faults)
    family = _family(typed, same_family, person, faults)
    roles = typed.roles or (tuple(person.roles) if person is not None else ())
    said = {fault.column for fault in faults}
    if not roles and Column.ROLES not in said:
        faults.append(Fault(Column.ROLES, _("Say what they are here.")))
    if RoleKind.PARENT in roles and family is None and person is None and Column.FAMILY not in said:
        faults.append(Fault(Column.FAMILY, _("A parent belongs to a family.")))
    known = Known(
        name=person.name if person is not None else typed.name,
        email=typed.email or (plain_address(person.email) if person is not None else ""),
        phone=typed.phone or (person.phone if person is not None else ""),
        family=family,
        roles=roles,
        joined=typed.joined or (person.joined if person is not None else None),
        left=person.left if person is not None else None,
    )
    changes = _changes(person, known) if person is not None else []
    return RowPlan(typed, person, known, faults, changes)


def _who(typed: Typed, same_name: Sequence[Person], faults: list[Fault]) -> Person | None:
    """By name and address; without an address, or where none is known yet, by a name that only one has."""
    if not typed.name or not same_name:
        return None
    if typed.email:
        exact = [person for person in same_name if plain_address(person.email) == typed.email]
        if exact:
            return exact[0]
        if len(same_name) == 1 and not plain_address(same_name[0].email):
            return same_name[0]
        sentence = _("Somebody of this name has another address. Correct it on their page, or enter this one there.")
        faults.append(Fault(Column.EMAIL, sentence))
        return None
    if len(same_name) == 1:
        return same_name[0]
    faults.append(Fault(Column.NAME, _("Several people have this name. Write the address of the one you mean.")))
    return None


def _family(
    typed: Typed, same_name: Sequence[Family], person: Person | None, faults: list[Fault]
) -> Family | NewFamily | None:
    if not typed.family:
        if typed.share is not None:
            faults.append(Fault(Column.SHARE, _("A share is a family’s. Name the family, or leave it empty.")))
        return person.family if person is not None else None
    if len(same_name) > 1:
        faults.append(Fault(Column.FAMILY, _("Several families have this name. Choose on their page.")))
        return None
    if not same_name:
        return NewFamily(typed.family, typed.share if typed.share is not None else ONE)
    (family,) = same_name
    if typed.share is not None and typed.share != family.share:
        sentence = _("This family has the share %(share)s already. Leave it empty here.")
        faults.append(Fault(Column.SHARE, sentence % {"share": family.share.normalize()}))
    return family


def _changes(person: Person, known: Known) -> list[Change]:
    was = (
        (Column.EMAIL, plain_address(person.email), known.email),
        (Column.PHONE, person.phone, known.phone),
        (Column.FAMILY, person.family.name if person.family else "", known.family.name if known.family else ""),
        (Column.ROLES, say_roles(person.roles), say_roles(known.roles)),
        (Column.JOINED, _say(person.joined), _say(known.joined)),
    )
    return [Change(str(LABELS[column]), before, after) for column, before, after in was if before != after]


def say_roles(roles: Iterable[str]) -> str:
    return ", ".join(str(role.label) for role in RoleKind if role in set(roles))


def _say(day: dt.date | None) -> str:
    return say_day(day, year=True) if day is not None else ""


def _look_at_address(row: RowPlan, same_address: Sequence[Person]) -> None:
    others = [person for person in same_address if person != row.person]
    if row.known.email and (row.person is None or row.changes):
        family = row.known.family if isinstance(row.known.family, Family) else None
        if refusal := shared_address_refusal(family, others):
            row.faults.append(Fault(Column.EMAIL, str(refusal)))


def _look_at_each_other(rows: Sequence[RowPlan]) -> None:
    """The same person twice; one address in two families; one new family with two shares."""
    seen: dict[tuple[str, str], int] = {}
    addresses: dict[str, RowPlan] = {}
    shares: dict[str, RowPlan] = {}
    for row in rows:
        known = row.known
        if known.name:
            first = seen.setdefault((plain_name(known.name), known.email), row.number)
            if first != row.number:
                row.faults.append(Fault(None, _("This is row %(row)s once more.") % {"row": first}))
                continue
        if known.email:
            other = addresses.setdefault(known.email, row)
            if other is not row and (known.family is None or _called(known.family) != _called(other.known.family)):
                sentence = _("Row %(row)s has this address, and is not of the same family.")
                row.faults.append(Fault(Column.EMAIL, sentence % {"row": other.number}))
        if isinstance(known.family, NewFamily):
            opener = shares.setdefault(plain_name(known.family.name), row)
            row.opens_family = opener is row
            if row.typed.share is not None and opener is not row and row.typed.share != _share(opener):
                sentence = _("Row %(row)s gives this family another share. Write it there alone.")
                row.faults.append(Fault(Column.SHARE, sentence % {"row": opener.number}))


def _share(row: RowPlan) -> Decimal:
    return row.typed.share if row.typed.share is not None else ONE


def _called(family: Family | NewFamily | None) -> str:
    return plain_name(family.name) if family is not None else ""


def _look_at_managers(rows: Sequence[RowPlan], people: Iterable[Person]) -> None:
    demoted = {row.person.pk for row in rows if row.person is not None and RoleKind.MANAGER not in row.known.roles}
    others = [
        person
        for person in people
        if RoleKind.MANAGER in person.roles and person.left is None and person.pk not in demoted
    ]
    for row in rows:
        if row.person is None or row.person.pk not in demoted:
            continue
        if refusal := last_manager_refusal(row.person, row.known.roles, row.known.left, others):
            row.faults.append(Fault(Column.ROLES, str(refusal)))


def _digest(rows: Iterable[RowPlan]) -> str:
    said = [
        [
            row.number,
            row.person.pk if row.person is not None else None,
            row.known.name,
            row.known.email,
            row.known.phone,
            _called(row.known.family),
            row.known.family.pk if isinstance(row.known.family, Family) else None,
            str(_share(row)),
            row.known.roles,
            str(row.known.joined),
            [[change.label, change.before, change.after] for change in row.changes],
            [fault.sentence for fault in row.faults],
        ]
        for row in rows
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plain_name(name: str) -> str:
    """By which two ways of writing one name are known as the same."""
    return " ".join(name.casefold().split())
