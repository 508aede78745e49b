"""When a message may go: quiet hours, and the morning that several wait for. Pure; UTC in, UTC out."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nursery.dates import DAY, local_instant
from reminders.models import Timing

QUIET_FROM = dt.time(21)
QUIET_UNTIL = dt.time(7)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which somebody is left in peace, on the nursery's own clock; `starts` belongs to them and `ends`
    does not. Equal times are no hours at all."""

    starts: dt.time = QUIET_FROM
    ends: dt.time = QUIET_UNTIL
    call_outs_pass: bool = False

    def until(self, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
        """When the quiet hours end in which `moment` lies; None where it lies in none.

        Looked at as spans of real time, so that a clock change makes a night longer or shorter and never moves its
        two ends on the wall's clock. An hour that happens twice is quiet twice where it is quiet at all.
        """
        if self.starts == self.ends:
            return None
        day = moment.astimezone(zone).date()
        # Those that began yesterday evening, and those of this evening.
        for first in (day - DAY, day):
            last = first if self.starts < self.ends else first + DAY
            if local_instant(first, self.starts, zone) <= moment < (end := local_instant(last, self.ends, zone)):
                return end
        return None

    def next_end(self, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
        """The next time that quiet hours end, from `moment` on: where somebody keeps none, the usual morning."""
        ends = self.ends if self.starts != self.ends else QUIET_UNTIL
        day = moment.astimezone(zone).date()
        today = local_instant(day, ends, zone)
        return today if moment <= today else local_instant(day + DAY, ends, zone)


USUAL = Quiet()
NEVER = Quiet(dt.time(0), dt.time(0))


def moment_to_send(due_at: dt.datetime, *, timing: Timing, quiet: Quiet, urgent: bool, zone: ZoneInfo) -> dt.datetime:
    """When a message that falls due at `due_at` may go; never earlier than that.

    What may wait for the morning goes when the quiet hours end, together with all that fell due in the night.
    """
    if urgent and quiet.call_outs_pass:
        return due_at
    if timing == Timing.MORNING and not urgent:
        return quiet.next_end(due_at, zone)
    return quiet.until(due_at, zone) or due_at


def moment_to_send_still(
    due_at: dt.datetime, now: dt.datetime, *, timing: Timing, quiet: Quiet, urgent: bool, zone: ZoneInfo
) -> dt.datetime:
    """When a message may go that is found at `now`, be it planned late or waiting while somebody chooses anew how they
    are told: what could have gone before goes now, or when the quiet hours end that have come over it."""
    moment = moment_to_send(due_at, timing=timing, quiet=quiet, urgent=urgent, zone=zone)
    if moment > now or (urgent and quiet.call_outs_pass):
        return moment
    return quiet.until(now, zone) or moment
