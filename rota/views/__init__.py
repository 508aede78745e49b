from rota.views.absences import absence, absence_add, absences
from rota.views.assigning import booking_release, place_assign, shadow_withdraw, shift_shadow
from rota.views.attendance import attendance, booking_mark, booking_times, shift_all_came
from rota.views.booking import (
    booking_ask_for_cover,
    booking_give_back,
    booking_undo,
    place_book,
    place_offer,
)
from rota.views.calendar import (
    calendar,
    calendar_feed,
    calendar_make,
    calendar_revoke,
    nursery_calendar_make,
    nursery_calendar_revoke,
)
from rota.views.calling import call_out, call_out_next, call_out_start, call_out_stop
from rota.views.children import child_mark
from rota.views.clearances import (
    clearance_add,
    clearance_correct,
    clearance_end,
    clearance_undo,
    clearances,
    my_clearances,
    person_clearances,
)
from rota.views.closures import closure_add, closure_change, closure_remove, closures
from rota.views.contributions import (
    contribution_confirm,
    contribution_decline,
    contribution_log,
    contribution_reopen,
    contribution_withdraw,
    contributions,
)
from rota.views.cover import offer_approve, offer_decline, offer_withdraw, request_withdraw
from rota.views.day import day
from rota.views.deputies import deputies, deputy_end
from rota.views.handing import booking_hand_back, booking_hand_over
from rota.views.hours import hours, hours_csv
from rota.views.lead import shift_lead
from rota.views.levels import level_remove, level_set
from rota.views.papers import paper_csv, paper_term, paper_week, paper_xlsx, papers
from rota.views.patterns import pattern_add, pattern_change, pattern_end
from rota.views.planning import plan, plan_make, waiting
from rota.views.reserves import reserve, reserve_add, reserve_remove
from rota.views.shares import family, relief_add, relief_change, relief_remove, shares
from rota.views.shifts import shift_add, shift_cancel, shift_change, shift_restore
from rota.views.standing import standing_add, standing_end, standing_fill, standing_turns
from rota.views.swap import swap_accept, swap_ask, swap_decline, swap_withdraw
from rota.views.terms import term_add, term_change
from rota.views.walk_in import walk_in
from rota.views.week import my_shifts, place, shift, week

__all__ = [
    "absence",
    "absence_add",
    "absences",
    "attendance",
    "booking_ask_for_cover",
    "booking_give_back",
    "booking_hand_back",
    "booking_hand_over",
    "booking_mark",
    "booking_release",
    "booking_times",
    "booking_undo",
    "calendar",
    "calendar_feed",
    "calendar_make",
    "calendar_revoke",
    "call_out",
    "call_out_next",
    "call_out_start",
    "call_out_stop",
    "child_mark",
    "clearance_add",
    "clearance_correct",
    "clearance_end",
    "clearance_undo",
    "clearances",
    "closure_add",
    "closure_change",
    "closure_remove",
    "closures",
    "contribution_confirm",
    "contribution_decline",
    "contribution_log",
    "contribution_reopen",
    "contribution_withdraw",
    "contributions",
    "day",
    "deputies",
    "deputy_end",
    "family",
    "hours",
    "hours_csv",
    "level_remove",
    "level_set",
    "my_clearances",
    "my_shifts",
    "nursery_calendar_make",
    "nursery_calendar_revoke",
    "offer_approve",
    "offer_decline",
    "offer_withdraw",
    "paper_csv",
    "paper_term",
    "paper_week",
    "paper_xlsx",
    "papers",
    "pattern_add",
    "pattern_change",
    "pattern_end",
    "person_clearances",
    "place",
    "place_assign",
    "place_book",
    "place_offer",
    "plan",
    "plan_make",
    "relief_add",
    "relief_change",
    "relief_remove",
    "request_withdraw",
    "reserve",
    "reserve_add",
    "reserve_remove",
    "shadow_withdraw",
    "shares",
    "shift",
    "shift_add",
    "shift_all_came",
    "shift_cancel",
    "shift_change",
    "shift_lead",
    "shift_restore",
    "shift_shadow",
    "standing_add",
    "standing_end",
    "standing_fill",
    "standing_turns",
    "swap_accept",
    "swap_ask",
    "swap_decline",
    "swap_withdraw",
    "term_add",
    "term_change",
    "waiting",
    "walk_in",
    "week",
]
