"""What the rota has to say to people. Nothing about children, reasons or money is ever in a message."""

from rota.reminders.absence import AbsenceEntered, PlacesOpen
from rota.reminders.booked import Booked, BookedForYou, GivenBack, HandedOver, Released
from rota.reminders.calling import CallOutAsked, CallOutFilled, PlaceReopened
from rota.reminders.clearance import ClearanceEnding
from rota.reminders.cover import CoverApproved, CoverAsked, CoverDeclined, CoverFilled, CoverOffered
from rota.reminders.deputy import DeputyNamed
from rota.reminders.hours import HoursAnswered
from rota.reminders.planning import ShiftCancelled, ShiftChanged, StandingFilled
from rota.reminders.share import BehindShare
from rota.reminders.shift import ShiftInTwoDays, ShiftInWeek, ShiftMissed, ShiftTomorrow
from rota.reminders.swap import SwapAsked, SwapDeclined, SwapMade
from rota.reminders.thanks import ThankYou
from rota.reminders.unfilled import UnfilledDigest

KINDS = [
    ShiftInWeek,
    ShiftInTwoDays,
    ShiftTomorrow,
    CoverAsked,
    CoverOffered,
    CoverApproved,
    CoverDeclined,
    CoverFilled,
    ShiftMissed,
    SwapAsked,
    SwapMade,
    SwapDeclined,
    ShiftChanged,
    ShiftCancelled,
    StandingFilled,
    Booked,
    GivenBack,
    HandedOver,
    BookedForYou,
    Released,
    AbsenceEntered,
    PlacesOpen,
    CallOutAsked,
    CallOutFilled,
    PlaceReopened,
    UnfilledDigest,
    ClearanceEnding,
    BehindShare,
    HoursAnswered,
    DeputyNamed,
    ThankYou,
]
