"""What happened on the rota, by ids: history holds no names."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Child, Family, Person
from nursery.models import ClearanceKind
from nursery.owned import NurseryOwned
from rota.models.booking import Booking
from rota.models.plan import Shift


class Verb(models.TextChoices):
    BOOKED = "booked", _("booked")
    UNDONE = "undone", _("undid the booking")
    GIVEN_BACK = "given_back", _("gave the place back")
    COVER_ASKED = "cover_asked", _("asked for cover")
    COVER_WITHDRAWN = "cover_withdrawn", _("no longer asks for cover")
    WILL_COME = "will_come", _("said they’ll be there")
    OFFERED = "offered", _("offered")
    OFFER_WITHDRAWN = "offer_withdrawn", _("took the offer back")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    MARKED_WORKED = "marked_worked", _("marked as worked")
    MARKED_MISSED = "marked_missed", _("marked as missed")
    MARK_UNDONE = "mark_undone", _("took the mark back")
    PLANNED = "planned", _("made the term’s shifts")
    # Rules put aside, and places filled or freed for somebody else
    OVERRIDDEN = "overridden", _("put a rule aside")
    ASSIGNED = "assigned", _("put somebody in")
    RELEASED = "released", _("took somebody out of the place")
    HANDED_OVER = "handed_over", _("handed the turn over")
    SHADOWED = "shadowed", _("put somebody on as a shadow")
    # Swaps
    SWAP_ASKED = "swap_asked", _("asked for a swap")
    SWAP_WITHDRAWN = "swap_withdrawn", _("no longer asks for a swap")
    SWAP_DECLINED = "swap_declined", _("declined a swap")
    SWAPPED = "swapped", _("swapped")
    # Reserves and calling out
    RESERVE_ADDED = "reserve_added", _("said “call me”")
    RESERVE_REMOVED = "reserve_removed", _("no longer says “call me”")
    CALLED_OUT = "called_out", _("called out")
    CALL_OUT_STOPPED = "call_out_stopped", _("stopped the call-out")
    ANSWERED_YES = "answered_yes", _("answered the call: coming")
    ANSWERED_NO = "answered_no", _("answered the call: not coming")
    # Away, and standing in
    ABSENT = "absent", _("entered days away")
    ABSENCE_CHANGED = "absence_changed", _("changed days away")
    LEAVES = "leaves", _("leaves the nursery")
    STAYS = "stays", _("stays after all")
    DEPUTY_NAMED = "deputy_named", _("named a deputy")
    DEPUTY_ENDED = "deputy_ended", _("ended a deputy’s days")
    # Who was really there
    LEAD_NAMED = "lead_named", _("named who leads")
    MARK_CORRECTED = "mark_corrected", _("corrected a mark")
    TIMES_SET = "times_set", _("set the time really there")
    BREAK_SET = "break_set", _("set a break")
    WALKED_IN = "walked_in", _("marked somebody who was not on the rota")
    CHILD_MARKED = "child_marked", _("marked a child’s day")
    CHILD_UNMARKED = "child_unmarked", _("took a child’s mark back")
    # What lets people do things, and what they owe
    CLEARANCE_ADDED = "clearance_added", _("entered a clearance")
    CLEARANCE_CHANGED = "clearance_changed", _("corrected a clearance")
    CLEARANCE_ENDED = "clearance_ended", _("ended a clearance")
    CLEARANCE_UNDONE = "clearance_undone", _("took back what was said of a clearance")
    LEVEL_SET = "level_set", _("set a qualification level")
    LEVEL_REMOVED = "level_removed", _("took a qualification level out")
    RELIEF_GRANTED = "relief_granted", _("lifted part of a share")
    RELIEF_CHANGED = "relief_changed", _("changed what is lifted of a share")
    # Hours given outside the rota
    CONTRIBUTED = "contributed", _("logged hours given outside the rota")
    CONTRIBUTION_CONFIRMED = "hours_confirmed", _("confirmed hours given outside the rota")
    CONTRIBUTION_DECLINED = "hours_declined", _("declined hours given outside the rota")
    CONTRIBUTION_REOPENED = "hours_reopened", _("took back what was said of hours given outside the rota")
    CONTRIBUTION_WITHDRAWN = "hours_withdrawn", _("took logged hours out again")
    # Planning
    TERM_ADDED = "term_added", _("added a term")
    TERM_CHANGED = "term_changed", _("changed a term")
    CLOSURE_ADDED = "closure_added", _("added a closure")
    CLOSURE_CHANGED = "closure_changed", _("changed a closure")
    CLOSURE_REMOVED = "closure_removed", _("removed a closure")
    PATTERN_ADDED = "pattern_added", _("added a pattern")
    PATTERN_CHANGED = "pattern_changed", _("changed a pattern")
    PATTERN_ENDED = "pattern_ended", _("ended a pattern")
    STANDING_ADDED = "standing_added", _("gave somebody a standing turn")
    STANDING_ENDED = "standing_ended", _("ended a standing turn")
    STANDING_FILLED = "standing_filled", _("filled the standing turns")
    SHIFT_ADDED = "shift_added", _("added a shift")
    SHIFT_CHANGED = "shift_changed", _("changed a shift")
    SHIFT_CANCELLED = "shift_cancelled", _("cancelled a shift")
    SHIFT_RESTORED = "shift_restored", _("brought a shift back")
    # Off the screen
    FEED_MADE = "feed_made", _("made a calendar address")
    FEED_REVOKED = "feed_revoked", _("took a calendar address back")


class HistoryEntry(NurseryOwned):
    """`actor` did `verb`; `subject` is whom it was about, where that is somebody else.

    Only ever added to. It keeps the ids of rows that are gone (a booking that was undone), hence no constraints.
    `before` and `after` say what a mark was and became, as the nursery file writes it (`rota.models.marks`): facts
    of a booking ("status", "from", "to", "breaks", "place_added"), of a child's day ("date", "session", "mark") or of a
    contribution ("date", "duty", "hours", "state"). `by_link`: done by a link in a message, without signing in.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    shift = models.ForeignKey(
        Shift, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="history"
    )
    booking = models.ForeignKey(
        Booking,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="history",
    )
    clearance = models.CharField(max_length=12, choices=ClearanceKind.choices, blank=True, default="")  # which kind
    family = models.ForeignKey(
        Family, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="history"
    )  # whose share it was about
    child = models.ForeignKey(
        Child, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.CharField(
        max_length=500, blank=True
    )  # of an override, a correction, a release; never of an absence
    by_link = models.BooleanField(default=False, db_default=False)
    # The transaction's moment, by which `nursery.Recorded` tells what changed in it. Empty: of before, or taken in.
    deed = models.DateTimeField(null=True, blank=True, editable=False, db_default=TransactionNow())

    class Meta:
        verbose_name_plural = "history entries"
        indexes = [
            models.Index(fields=["nursery", "at"], name="history_nursery_at"),
            models.Index(fields=["nursery", "deed"], condition=Q(deed__isnull=False), name="history_deed"),
        ]
