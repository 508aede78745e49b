from django.urls import path

from rota import views

app_name = "rota"
urlpatterns = [
    # The week
    path("", views.week, name="week"),
    # A day, hour by hour
    path("day/<str:date>/", views.day, name="day"),
    # My shifts
    path("me/", views.my_shifts, name="my_shifts"),
    # Call me
    path("call-me/", views.reserve, name="reserve"),
    path("shifts/<str:public_id>/call-me/", views.reserve_add, name="reserve_add"),
    path("reserves/<str:public_id>/remove/", views.reserve_remove, name="reserve_remove"),
    # Calling out
    path("places/<str:public_id>/call-out/", views.call_out_start, name="call_out_start"),
    path("call-outs/<str:public_id>/", views.call_out, name="call_out"),
    path("call-outs/<str:public_id>/next/", views.call_out_next, name="call_out_next"),
    path("call-outs/<str:public_id>/stop/", views.call_out_stop, name="call_out_stop"),
    # A place
    path("places/<str:public_id>/", views.place, name="place"),
    path("places/<str:public_id>/book/", views.place_book, name="place_book"),
    path("places/<str:public_id>/offer/", views.place_offer, name="place_offer"),
    path("places/<str:public_id>/assign/", views.place_assign, name="place_assign"),
    # A booking
    path("bookings/<str:public_id>/undo/", views.booking_undo, name="booking_undo"),
    path("bookings/<str:public_id>/give-back/", views.booking_give_back, name="booking_give_back"),
    path("bookings/<str:public_id>/ask-for-cover/", views.booking_ask_for_cover, name="booking_ask_for_cover"),
    path("bookings/<str:public_id>/release/", views.booking_release, name="booking_release"),
    path("bookings/<str:public_id>/shadow-withdraw/", views.shadow_withdraw, name="shadow_withdraw"),
    path("bookings/<str:public_id>/hand-over/", views.booking_hand_over, name="booking_hand_over"),
    path("bookings/<str:public_id>/hand-back/", views.booking_hand_back, name="booking_hand_back"),
    path("bookings/<str:public_id>/mark/", views.booking_mark, name="booking_mark"),
    # Cover
    path("requests/<str:public_id>/withdraw/", views.request_withdraw, name="request_withdraw"),
    path("offers/<str:public_id>/withdraw/", views.offer_withdraw, name="offer_withdraw"),
    path("offers/<str:public_id>/approve/", views.offer_approve, name="offer_approve"),
    path("offers/<str:public_id>/decline/", views.offer_decline, name="offer_decline"),
    # Days away
    path("away/", views.absences, name="absences"),
    path("away/add/", views.absence_add, name="absence_add"),
    path("away/<str:public_id>/", views.absence, name="absence"),
    # Swaps
    path("bookings/<str:public_id>/swap/", views.swap_ask, name="swap_ask"),
    path("swaps/<str:public_id>/accept/", views.swap_accept, name="swap_accept"),
    path("swaps/<str:public_id>/decline/", views.swap_decline, name="swap_decline"),
    path("swaps/<str:public_id>/withdraw/", views.swap_withdraw, name="swap_withdraw"),
    # A shift
    path("shifts/add/", views.shift_add, name="shift_add"),
    path("shifts/<str:public_id>/", views.shift, name="shift"),
    path("shifts/<str:public_id>/shadow/", views.shift_shadow, name="shift_shadow"),
    path("shifts/<str:public_id>/change/", views.shift_change, name="shift_change"),
    path("shifts/<str:public_id>/cancel/", views.shift_cancel, name="shift_cancel"),
    path("shifts/<str:public_id>/restore/", views.shift_restore, name="shift_restore"),
    path("shifts/<str:public_id>/lead/", views.shift_lead, name="shift_lead"),
    # Who is here
    path("day/<str:day>/attendance/", views.attendance, name="attendance"),
    path("day/<str:day>/children/", views.child_mark, name="child_mark"),
    path("bookings/<str:public_id>/times/", views.booking_times, name="booking_times"),
    path("shifts/<str:public_id>/all-came/", views.shift_all_came, name="shift_all_came"),
    path("shifts/<str:public_id>/walk-in/", views.walk_in, name="walk_in"),
    # Hours of paid people
    path("hours/", views.hours, name="hours"),
    path("hours/csv/", views.hours_csv, name="hours_csv"),
    # Shares
    path("shares/", views.shares, name="shares"),
    path("families/<str:public_id>/", views.family, name="family"),
    path("families/<str:public_id>/relief/", views.relief_add, name="relief_add"),
    path("reliefs/<str:public_id>/", views.relief_change, name="relief_change"),
    path("reliefs/<str:public_id>/remove/", views.relief_remove, name="relief_remove"),
    # Hours given outside the rota
    path("given/", views.contributions, name="contributions"),
    path("given/log/", views.contribution_log, name="contribution_log"),
    path("given/<str:public_id>/confirm/", views.contribution_confirm, name="contribution_confirm"),
    path("given/<str:public_id>/decline/", views.contribution_decline, name="contribution_decline"),
    path("given/<str:public_id>/reopen/", views.contribution_reopen, name="contribution_reopen"),
    path("given/<str:public_id>/withdraw/", views.contribution_withdraw, name="contribution_withdraw"),
    # Deputies
    path("deputies/", views.deputies, name="deputies"),
    path("deputies/<str:public_id>/end/", views.deputy_end, name="deputy_end"),
    # Print and take away
    path("papers/", views.papers, name="papers"),
    path("papers/week.pdf", views.paper_week, name="paper_week"),
    path("papers/terms/<str:public_id>.pdf", views.paper_term, name="paper_term"),
    path("papers/rota.csv", views.paper_csv, name="paper_csv"),
    path("papers/rota.xlsx", views.paper_xlsx, name="paper_xlsx"),
    # My calendar, and the nursery's
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/make/", views.calendar_make, name="calendar_make"),
    path("calendar/revoke/", views.calendar_revoke, name="calendar_revoke"),
    path("calendar/nursery/make/", views.nursery_calendar_make, name="nursery_calendar_make"),
    path("calendar/nursery/revoke/", views.nursery_calendar_revoke, name="nursery_calendar_revoke"),
    # What people hold
    path("me/clearances/", views.my_clearances, name="my_clearances"),
    path("clearances/", views.clearances, name="clearances"),
    path("people/<str:public_id>/clearances/", views.person_clearances, name="person_clearances"),
    path("people/<str:public_id>/clearances/add/", views.clearance_add, name="clearance_add"),
    path("people/<str:public_id>/level/", views.level_set, name="level_set"),
    path("people/<str:public_id>/level/<str:day>/remove/", views.level_remove, name="level_remove"),
    path("clearances/<str:public_id>/correct/", views.clearance_correct, name="clearance_correct"),
    path("clearances/<str:public_id>/end/", views.clearance_end, name="clearance_end"),
    path("clearances/<str:public_id>/undo/", views.clearance_undo, name="clearance_undo"),
    # Planning
    path("waiting/", views.waiting, name="waiting"),
    path("plan/", views.plan, name="plan"),
    path("plan/make/", views.plan_make, name="plan_make"),
    path("plan/terms/add/", views.term_add, name="term_add"),
    path("plan/terms/<str:public_id>/change/", views.term_change, name="term_change"),
    path("plan/terms/<str:public_id>/closures/", views.closures, name="closures"),
    path("plan/terms/<str:public_id>/closures/add/", views.closure_add, name="closure_add"),
    path("plan/closures/<str:public_id>/change/", views.closure_change, name="closure_change"),
    path("plan/closures/<str:public_id>/remove/", views.closure_remove, name="closure_remove"),
    path("plan/patterns/add/", views.pattern_add, name="pattern_add"),
    path("plan/patterns/<str:public_id>/change/", views.pattern_change, name="pattern_change"),
    path("plan/patterns/<str:public_id>/end/", views.pattern_end, name="pattern_end"),
    path("plan/patterns/<str:public_id>/standing/add/", views.standing_add, name="standing_add"),
    path("plan/standing/", views.standing_turns, name="standing_turns"),
    path("plan/standing/fill/", views.standing_fill, name="standing_fill"),
    path("plan/standing/<str:public_id>/end/", views.standing_end, name="standing_end"),
]
