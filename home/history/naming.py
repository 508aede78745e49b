"""What the ids of history are called: looked up in the rows that are there now, so that history itself need not say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Clearance, Family, Person
from costs.models import Rate
from nursery.dates import say_day, say_times
from nursery.models import Recorded, Term
from rota.models import Booking, Duty, Shift

# Which ids a recorded fact holds, by the name of its column.
_PEOPLE = ("person_id", "checked_by_id", "approved_by_id")


@dataclass(frozen=True, slots=True)
class Names:
    """`full`: people by their whole name, which is the manager's to read; else as other families see them.

    What is not found is gone, and is said to be.
    """

    full: bool
    me: int | None
    people: Mapping[int, Person]
    families: Mapping[int, Family]
    bookings: Mapping[int, Booking]
    shifts: Mapping[int, Shift]
    clearances: Mapping[int, Clearance]
    duties: Mapping[int, Duty]
    duty_names: Mapping[str, str]
    rates: Mapping[int, Rate]
    terms: Mapping[int, Term]

    def person(self, pk: int | None) -> str:
        if pk is not None and pk == self.me:
            return _("you")
        found = self.people.get(pk or 0)
        if found is None:
            return _("somebody who is no longer on record")
        return found.name if self.full else found.short_name

    def family(self, pk: int | None) -> str:
        found = self.families.get(pk or 0)
        return found.name if found is not None else _("a family that is no longer on record")

    def booking(self, pk: int | None) -> str:
        found = self.bookings.get(pk or 0)
        return _shift(found.shift) if found is not None else _("a turn that was taken out since")

    def shift(self, pk: int | None) -> str:
        found = self.shifts.get(pk or 0)
        return _shift(found) if found is not None else _("a shift that is no longer there")

    def duty(self, key: str) -> str:
        """By its key; a rate may be of no duty."""
        return self.duty_names.get(key, key)


def _shift(shift: Shift) -> str:
    return _("%(duty)s on %(day)s, %(times)s") % {
        "duty": shift.duty.name,
        "day": say_day(shift.date, year=True),
        "times": say_times(shift.starts, shift.ends),
    }


def names_of(records: Iterable[Recorded], *, full: bool, me: Person | None = None) -> Names:
    """One query for each sort of row that the records speak of, at most eight."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for record in records:
        ids[record.thing].add(record.row)
        ids["people"].update(filter(None, (record.person, record.actor)))
        ids["families"].update(filter(None, (record.family,)))
        for facts in filter(None, (record.before, record.after)):
            ids["people"].update(facts[name] for name in _PEOPLE if facts.get(name))
            ids["families"].update(filter(None, (facts.get("family_id"),)))
            ids["shift"].update(filter(None, (facts.get("shift_id"),)))
            ids["booking"].update(filter(None, (facts.get("booking_id"), facts.get("covers_id"))))
    duties = list(Duty.objects.all()) if ids["duty"] or ids["rate"] else []
    return Names(
        full=full,
        me=me.pk if me is not None else None,
        people=Person.objects.in_bulk(ids["people"] | ids["person"]),
        families=Family.objects.in_bulk(ids["families"] | ids["family"]),
        bookings=Booking.objects.select_related("shift__duty").in_bulk(ids["booking"]),
        shifts=Shift.objects.select_related("duty").in_bulk(ids["shift"]),
        clearances=Clearance.objects.in_bulk(ids["clearance"]),
        duties={duty.pk: duty for duty in duties},
        duty_names={duty.key: duty.name for duty in duties},
        rates=Rate.objects.in_bulk(ids["rate"]),
        terms=Term.objects.in_bulk(ids["term"]),
    )
