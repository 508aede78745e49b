"""Why an hour counts in the savings, or does not, in sentences: one wording for a booking and for its slices."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.queries.opened.fates import Fate, OpenedSlice
from costs.queries.opened.refs import Kind
from costs.savings import CareSlice, Scenario
from nursery.models import ClearanceKind
from rota.safety import NotCounted, Rounding, Standing, others_at_level_2
from rota.safety_words import say_band, say_not_counted


def say_scenario(scenario: Scenario) -> str:
    return {Scenario.LOW: _("Low"), Scenario.CENTRAL: _("Most likely"), Scenario.HIGH: _("High")}[scenario]


def say_kind(kind: Kind) -> str:
    """A heading over figures of one kind."""
    match kind:
        case Kind.VALUE:
            return _("Cost avoided")
        case Kind.PREMIUM:
            return _("Paid cover, beyond its value")
        case Kind.PROGRAMME:
            return _("Running parent duty")
        case Kind.RELIEF:
            return _("Came back to families in lower fees")
        case Kind.NO_RATE:
            return _("No rate is known")
        case Kind.NO_PREMIUM:
            return _("Paid cover of which no cost or no rate is known")
        case Kind.ENRICHING:
            return _("Enriching: care beyond what was required")
        case Kind.UNCONFIRMED:
            return _("Not confirmed")
        case Kind.LEARNING:
            return _("Learning beside somebody")
        case Kind.UNPRICED:
            return _("Never priced")
        case Kind.PARENTS:
            return _("Given by parents")
        case Kind.PAID:
            return _("Worked by paid people")


def say_figure(kind: Kind, name: str) -> str:
    """What one figure is called where it stands alone: "Care", "Paid cover, care", "Enriching, care"."""
    words = {
        Kind.VALUE: "%(name)s",
        Kind.PREMIUM: _("Paid cover: %(name)s"),
        Kind.PROGRAMME: "%(name)s",
        Kind.RELIEF: _("Fee relief"),
        Kind.NO_RATE: _("%(name)s without a rate"),
        Kind.NO_PREMIUM: _("Paid cover without a cost: %(name)s"),
        Kind.ENRICHING: _("Enriching: %(name)s"),
        Kind.UNCONFIRMED: _("Not confirmed: %(name)s"),
        Kind.LEARNING: _("Learning: %(name)s"),
        Kind.UNPRICED: "%(name)s",
        Kind.PARENTS: _("Parents’ hours: %(name)s"),
        Kind.PAID: _("Paid hours: %(name)s"),
    }
    return words[kind] % {"name": name}


def say_why_kind(kind: Kind) -> str:
    """The rule by which figures of one kind are in the sum, or are not."""
    match kind:
        case Kind.VALUE:
            return _(
                "Care counts where a paid adult would have been needed instead; a task counts as far as the nursery "
                "would have bought it. Confirmed hours alone."
            )
        case Kind.PREMIUM:
            return _(
                "Where a paid person stood in a parent’s place, what that cost beyond the value of the same hours is "
                "taken off. It is shown for a duty as a whole: what one person costs is nobody’s to see here."
            )
        case Kind.PROGRAMME:
            return _("What it takes to run parent duty is taken off. Each entry is rounded to the penny, then added.")
        case Kind.RELIEF:
            return _("What families together paid less. It is a use of what was saved, and is never added to it.")
        case Kind.NO_RATE:
            return _(
                "These hours would count, but no rate is known for their day. Until there is one, there is no sum."
            )
        case Kind.NO_PREMIUM:
            return _("What this cover cost beyond its value is not known, so nothing is taken off for it yet.")
        case Kind.ENRICHING:
            return _("Real hours with the children that took no paid adult’s place. They are shown and have no price.")
        case Kind.UNCONFIRMED:
            return _("Worked, and nobody has confirmed it yet. They count once somebody does.")
        case Kind.LEARNING:
            return _("Somebody came to learn. The hours are shown and never priced.")
        case Kind.UNPRICED:
            return _("The nursery would not have paid anybody for this duty, so its hours are shown and never priced.")
        case Kind.PARENTS:
            return _("All that parents gave, whether it has a price or not.")
        case Kind.PAID:
            return _("All that paid people worked on shifts, cover included. It is no saving.")


def say_fate(fate: Fate) -> str:
    """Two or three words, as a state."""
    return {
        Fate.COUNTED: _("Counted"),
        Fate.PRICED: _("Counted"),
        Fate.BEYOND: _("Enriching"),
        Fate.NO_CHILDREN: _("Enriching"),
        Fate.NO_ROOM: _("Enriching"),
        Fate.NOT_IN_RATIO: _("Enriching"),
        Fate.OUTSIDE: _("Enriching"),
        Fate.UNCONFIRMED: _("Not confirmed"),
        Fate.LEARNING: _("Learning"),
        Fate.UNPRICED: _("Never priced"),
        Fate.PAID: _("Paid"),
        Fate.COVER: _("Paid cover"),
    }[fate]


def say_why(fate: Fate, *, bought: Decimal | None = None, has_rate: bool = True) -> str:
    """Why; `bought` is the part of a task that the nursery would have bought, None where it is all of it."""
    if fate in {Fate.COUNTED, Fate.PRICED} and not has_rate:
        return _("It would count, but no rate is known for this day.")
    if fate == Fate.PRICED and bought is not None:
        if not bought:
            return _("Confirmed, but nothing shows that the nursery would have bought it: worth nothing here.")
        return _("Confirmed, and the nursery would have bought it, or part of it.")
    return {
        Fate.COUNTED: _("Without this parent, a paid adult would have been needed."),
        Fate.PRICED: _("Confirmed, and the nursery would have bought it."),
        Fate.BEYOND: _("The required adults were there without this parent."),
        Fate.NO_CHILDREN: _("No child was there, so nobody was required."),
        Fate.NO_ROOM: _("The rules count only so many adults below level 2, and there were that many already."),
        Fate.NOT_IN_RATIO: _("Did not count in the ratio, so took no paid adult’s place."),
        Fate.OUTSIDE: _("Took no paid adult’s place."),
        Fate.UNCONFIRMED: _("Worked, and nobody has confirmed it yet."),
        Fate.LEARNING: _("Came to learn: present, never counted, never priced."),
        Fate.UNPRICED: _("This duty is never priced: nobody would have been paid for it."),
        Fate.PAID: _("Paid work is no saving."),
        Fate.COVER: _("A paid person stood in a parent’s place: what that cost beyond its value is taken off."),
    }[fate]


def say_standing(standing: Standing | None, *, told: bool) -> str:
    """Why somebody did not count in the ratio; "" where they did. Only they and the manager are `told` all of it: to
    others a reason is said where it is the nursery's, and nothing about the person."""
    if standing is None or standing.reason is None:
        return ""
    if told:
        return say_not_counted(standing.reason, [str(ClearanceKind(kind).label) for kind in standing.lacking])
    if standing.reason in {NotCounted.SHADOW, NotCounted.PARENTS_DO_NOT_COUNT}:
        return say_not_counted(standing.reason, [])
    return ""


def say_children(opened: OpenedSlice) -> list[str]:
    """Each band that is there, with its ratio: "3 and over: 9, one adult to 8"."""
    said = []
    for band, count in zip(opened.rules.bands, opened.piece.children, strict=True):
        if count:
            each = band.ratio(level_6=opened.piece.level_6)
            values = {"n": count, "band": say_band(band), "ratio": each}
            said.append(
                _("%(band)s: %(n)d, one adult to %(ratio)d") % values
                if each
                else _("%(band)s: %(n)d, by steps") % values
            )
    return said


def say_rounding(rounding: Rounding, min_adults: int) -> str:
    """How the bands' adults become whole ones, and what is required at least."""
    how = {
        Rounding.PER_BAND: _("each age rounded up, then added"),
        Rounding.SUBSTITUTE: _("spare room of younger ages handed on to older ones"),
        Rounding.POOLED: _("all ages added, then rounded up once"),
    }[rounding]
    least = ngettext("at least %(n)d adult", "at least %(n)d adults", min_adults) % {"n": min_adults}
    return f"{how}; {least}"


def say_room(care: CareSlice) -> str:
    """The sum of the cap: how many counted parents below level 2 may bring a saving; without its result."""
    required = care.slice.required
    qualified = others_at_level_2(care.rules, required)
    values = {"required": required, "qualified": qualified, "below": care.below}
    said = _("%(required)d − 1 − %(qualified)d at level 2 − %(below)d paid below it") % values
    return said if required - 1 - qualified - care.below >= 0 else _("%(sum)s: less than nought") % {"sum": said}


def say_displaced(care: CareSlice) -> str:
    """The sum of D, in two sentences."""
    left = max(0, care.slice.required - care.paid - care.cover)
    values = {"required": care.slice.required, "paid": care.paid, "cover": care.cover, "left": left}
    places = _("Required %(required)d − %(paid)d paid − %(cover)d cover: %(left)d left for parents.") % values
    if not left:
        return places + " " + _("Nobody else was needed, so no parent’s time counts.")
    could = ngettext(
        "%(n)d parent could count as one; %(displaced)d did.",
        "%(n)d parents could count as one; %(displaced)d did.",
        care.admitted,
    ) % {"n": care.admitted, "displaced": care.displaced}
    return f"{places} {could}"
