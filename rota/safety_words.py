"""What the safety engine finds, in words: one wording for the week, the day, an offer's effect and the messages."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rota.safety import Alert, Band, NotCounted

# Alerts that break the rules of the country; the others are told before anything is broken.
UNSAFE = frozenset(Alert) - {Alert.ONE_ADULT_ONLY, Alert.EXPIRING}
# Whose clearance ends is for the person and the manager alone, so others are not told that one does.
FOR_MANAGER = frozenset({Alert.EXPIRING})


def say_alert(alert: Alert, short_by: int = 1) -> str:
    """ "one short", "no first-aider": within a sentence; `short_by` is the number of adults missing."""
    match alert:
        case Alert.SHORT:
            return ngettext("one short", "%(n)d short", short_by) % {"n": short_by}
        case Alert.NO_LEVEL_3:
            return _("nobody with level 3")
        case Alert.TOO_FEW_QUALIFIED:
            return _("too few qualified")
        case Alert.NO_FIRST_AIDER:
            return _("no first-aider")
        case Alert.ONE_ADULT_ONLY:
            return _("one adult alone")
        case Alert.EXPIRING:
            return _("a clearance ends within 60 days")
        case Alert.NO_FIRST_AIDER_AT_MEAL:
            return _("no first-aider at the meal")


def say_band(band: Band) -> str:
    """Whom a band holds: "under 2", "2 years", "3 and over"; in months where it is not whole years."""
    begins, ends = band.from_months, band.to_months
    if begins % 12 or (ends or 0) % 12:
        return _("%(band)s months") % {"band": band.name}
    if ends is None:
        return _("%(years)d and over") % {"years": begins // 12} if begins else _("all ages")
    if not begins:
        return _("under %(years)d") % {"years": ends // 12}
    if ends - begins == 12:
        return ngettext("%(n)d year", "%(n)d years", begins // 12) % {"n": begins // 12}
    return _("%(first)d to %(last)d years") % {"first": begins // 12, "last": ends // 12 - 1}


def say_not_counted(reason: NotCounted, lacking: list[str]) -> str:
    """Why somebody present does not count, for them and the manager alone; `lacking` clearances in words."""
    match reason:
        case NotCounted.SHADOW:
            return _("here to learn")
        case NotCounted.UNDER_17:
            return _("under 17")
        case NotCounted.PARENTS_DO_NOT_COUNT:
            return _("the nursery does not count parents")
        case NotCounted.CLEARANCE:
            return _("missing that day: %(what)s") % {"what": ", ".join(lacking)}


def say_span(starts: dt.datetime, ends: dt.datetime, zone: dt.tzinfo) -> str:
    """ "12:00–12:30" by the nursery's clock."""
    return f"{starts.astimezone(zone):%H:%M}–{ends.astimezone(zone):%H:%M}"


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
