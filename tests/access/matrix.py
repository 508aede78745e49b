"""Who may open what: every address of the site, as data. An address without a row fails the tests.

A row says who is let in and by which methods, once a second factor has been shown where one is due. What becomes of
everybody else is the same everywhere (`expected` in test_matrix.py): a visitor is asked to sign in, whoever is nobody
in that nursery finds nothing there, a member who may not is told whose page it is, and a method that an address does
not know is refused. Nothing of that writes a row.
"""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import RoleKind

_ALL = frozenset(RoleKind)


@dataclass(frozen=True, slots=True)
class Row:
    """`who` is the name of a decorator in accounts/access.py, `methods` what the address knows beside HEAD, which goes
    with GET. `args` is what its path holds beside an object of the nursery, `query` what follows it.

    `but` narrows: to the object that the tests knock with, only these roles are let in (403 for the others). `bare`:
    an empty form, or an address without its query, names nothing there, and is answered with 404. `gone`: whoever takes
    away what is gone already (a second tap) is told so kindly; an id that never was here is answered just the same.
    """

    who: str
    methods: str
    args: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    but: frozenset[str] = _ALL
    bare: bool = False
    gone: bool = False


# The roles that each decorator lets in.
WHO: dict[str, frozenset[str]] = {
    "member": _ALL,
    "whole_account": _ALL,
    "manager": frozenset({RoleKind.MANAGER}),
    "approver": frozenset({RoleKind.MANAGER}),  # and whoever deputises, see tests/accounts/test_deputies.py
    "staff": frozenset({RoleKind.STAFF, RoleKind.BANK, RoleKind.MANAGER}),
    "trustee": frozenset({RoleKind.TRUSTEE}),
    "treasurer": frozenset({RoleKind.TREASURER}),
    "costs_reader": frozenset({RoleKind.MANAGER, RoleKind.TRUSTEE, RoleKind.TREASURER}),
    "money_keeper": frozenset({RoleKind.MANAGER, RoleKind.TREASURER}),
    "parent": frozenset({RoleKind.PARENT}),
}

_STAFF = WHO["staff"]
_MANAGER = WHO["manager"]
_DAY = {"day": "2026-09-30"}

MATRIX: dict[str, Row] = {
    "accounts:acting_choose": Row("whole_account", "GET POST"),
    "rota:week": Row("member", "GET"),
    "rota:day": Row("member", "GET", {"date": "2026-09-30"}),
    "rota:my_shifts": Row("member", "GET"),
    "rota:reserve": Row("member", "GET POST"),
    "rota:reserve_add": Row("member", "POST"),
    "rota:reserve_remove": Row("member", "POST", gone=True),
    "rota:call_out_start": Row("approver", "GET POST"),
    "rota:call_out": Row("approver", "GET"),
    "rota:call_out_next": Row("approver", "POST"),
    "rota:call_out_stop": Row("approver", "POST"),
    "rota:place": Row("member", "GET"),
    "rota:place_book": Row("member", "POST"),
    "rota:place_offer": Row("member", "POST"),
    "rota:place_assign": Row("manager", "GET POST"),
    "rota:booking_undo": Row("member", "POST", gone=True),
    "rota:booking_give_back": Row("member", "POST"),
    "rota:booking_ask_for_cover": Row("member", "POST"),
    "rota:booking_release": Row("manager", "GET POST"),
    "rota:shadow_withdraw": Row("member", "POST"),
    "rota:booking_hand_over": Row("member", "POST"),
    "rota:booking_hand_back": Row("member", "POST"),
    "rota:booking_mark": Row("member", "POST"),
    "rota:request_withdraw": Row("member", "POST"),
    "rota:offer_withdraw": Row("member", "POST"),
    "rota:offer_approve": Row("approver", "POST"),
    "rota:offer_decline": Row("approver", "POST"),
    "rota:absences": Row("staff", "GET"),
    "rota:absence_add": Row("staff", "GET POST"),
    "rota:absence": Row("staff", "GET POST"),
    "rota:swap_ask": Row("member", "GET POST"),
    "rota:swap_accept": Row("member", "POST"),
    "rota:swap_decline": Row("member", "POST"),
    "rota:swap_withdraw": Row("member", "POST"),
    "rota:shift_add": Row("manager", "GET POST"),
    "rota:shift": Row("member", "GET"),
    "rota:shift_shadow": Row("manager", "GET POST"),
    "rota:shift_change": Row("manager", "GET POST"),
    "rota:shift_cancel": Row("manager", "GET POST"),
    "rota:shift_restore": Row("manager", "POST"),
    "rota:shift_lead": Row("approver", "POST"),
    "rota:attendance": Row("member", "GET", _DAY, but=_STAFF),
    "rota:child_mark": Row("member", "POST", _DAY, bare=True),
    "rota:booking_times": Row("member", "GET POST", but=_MANAGER),
    "rota:shift_all_came": Row("member", "POST"),
    "rota:walk_in": Row("member", "GET POST", but=_MANAGER),  # and who ran the shift
    "rota:hours": Row("member", "GET", but=_STAFF),
    "rota:hours_csv": Row("member", "GET", but=_STAFF),
    "rota:shares": Row("member", "GET"),
    "rota:family": Row("member", "GET", but=frozenset({RoleKind.MANAGER, RoleKind.TRUSTEE})),
    "rota:relief_add": Row("trustee", "GET POST"),
    "rota:relief_change": Row("trustee", "GET POST"),
    "rota:relief_remove": Row("trustee", "POST", gone=True),
    "rota:contributions": Row("member", "GET"),
    "rota:contribution_log": Row("member", "GET POST"),
    "rota:contribution_confirm": Row("member", "POST", gone=True),
    "rota:contribution_decline": Row("member", "POST", gone=True),
    "rota:contribution_reopen": Row("member", "POST", gone=True),
    "rota:contribution_withdraw": Row("member", "POST", gone=True),
    "rota:deputies": Row("manager", "GET POST"),
    "rota:deputy_end": Row("manager", "POST"),
    "rota:papers": Row("member", "GET"),
    "rota:paper_week": Row("member", "GET"),
    "rota:paper_term": Row("member", "GET"),
    "rota:paper_csv": Row("member", "GET", query="starts=2026-09-28&ends=2026-10-02"),
    "rota:paper_xlsx": Row("member", "GET", query="starts=2026-09-28&ends=2026-10-02"),
    "rota:calendar": Row("member", "GET"),
    "rota:calendar_make": Row("member", "POST"),
    "rota:calendar_revoke": Row("member", "POST"),
    "rota:nursery_calendar_make": Row("manager", "POST"),
    "rota:nursery_calendar_revoke": Row("manager", "POST"),
    "rota:my_clearances": Row("member", "GET"),
    "rota:clearances": Row("manager", "GET"),
    "rota:person_clearances": Row("manager", "GET"),
    "rota:clearance_add": Row("manager", "GET POST"),
    "rota:level_set": Row("manager", "GET POST"),
    "rota:level_remove": Row("manager", "POST", {"day": "2026-10-01"}),
    "rota:clearance_correct": Row("manager", "GET POST"),
    "rota:clearance_end": Row("manager", "GET POST"),
    "rota:clearance_undo": Row("manager", "POST"),
    "rota:waiting": Row("approver", "GET"),
    "rota:plan": Row("manager", "GET"),
    "rota:plan_make": Row("manager", "POST", bare=True),
    "rota:term_add": Row("manager", "GET POST"),
    "rota:term_change": Row("manager", "GET POST"),
    "rota:closures": Row("manager", "GET"),
    "rota:closure_add": Row("manager", "GET POST"),
    "rota:closure_change": Row("manager", "GET POST"),
    "rota:closure_remove": Row("manager", "GET POST"),
    "rota:pattern_add": Row("manager", "GET POST"),
    "rota:pattern_change": Row("manager", "GET POST"),
    "rota:pattern_end": Row("manager", "GET POST"),
    "rota:standing_add": Row("manager", "GET POST"),
    "rota:standing_turns": Row("manager", "GET"),
    "rota:standing_fill": Row("manager", "GET POST"),
    "rota:standing_end": Row("manager", "GET POST"),
    "reminders:preferences": Row("member", "GET POST"),
    "reminders:preferences_usual": Row("member", "POST"),
    "reminders:preferences_undo": Row("member", "POST"),
    "reminders:device_add": Row("member", "POST"),
    "reminders:device_remove": Row("member", "POST", gone=True),
    "reminders:kinds": Row("manager", "GET"),
    "reminders:kind": Row("manager", "GET", {"name": "rota.booked"}),
    "reminders:kind_send": Row("manager", "POST", {"name": "rota.booked"}),
    "reminders:mine": Row("member", "GET"),
    "reminders:sent": Row("manager", "GET"),
    "reminders:parked_try": Row("manager", "POST"),
    "reminders:parked_put_aside": Row("manager", "POST"),
    "reminders:parked_bring_back": Row("manager", "POST", {"stamp": 1}),
    "reminders:address": Row("manager", "GET POST"),
    "reminders:address_try": Row("manager", "POST", gone=True),
    "costs:report": Row("costs_reader", "GET"),
    "costs:lines": Row("costs_reader", "GET"),
    "costs:line": Row("costs_reader", "GET", query="kind=parents&of=care"),
    "costs:shift": Row("costs_reader", "GET"),
    "costs:term_close": Row("treasurer", "GET POST"),
    "costs:term_close_withdraw": Row("treasurer", "POST"),
    "costs:term_confirm": Row("trustee", "GET POST"),
    "costs:corrections": Row("costs_reader", "GET"),
    "costs:correction_add": Row("treasurer", "GET POST"),
    "costs:correction_confirm": Row("costs_reader", "POST"),
    "costs:correction_remove": Row("costs_reader", "POST"),
    "costs:burden": Row("costs_reader", "GET"),
    "costs:report_pdf": Row("costs_reader", "GET"),
    "costs:report_xlsx": Row("costs_reader", "GET"),
    "costs:report_csv": Row("costs_reader", "GET"),
    "costs:report_json": Row("costs_reader", "GET"),
    "costs:rates": Row("costs_reader", "GET"),
    "costs:rate_add": Row("treasurer", "GET POST"),
    "costs:rate_change": Row("treasurer", "GET POST"),
    "costs:rate_remove": Row("treasurer", "GET POST"),
    "costs:kept": Row("money_keeper", "GET"),
    "costs:programme": Row("money_keeper", "GET"),
    "costs:programme_add": Row("money_keeper", "GET POST"),
    "costs:programme_change": Row("money_keeper", "GET POST"),
    "costs:programme_remove": Row("money_keeper", "POST", gone=True),
    "costs:relief": Row("money_keeper", "GET"),
    "costs:relief_add": Row("treasurer", "GET POST"),
    "costs:relief_change": Row("treasurer", "GET POST"),
    "costs:relief_remove": Row("treasurer", "POST", gone=True),
    "costs:pay": Row("money_keeper", "GET"),
    "costs:pay_add": Row("money_keeper", "GET POST"),
    "costs:pay_change": Row("money_keeper", "GET POST"),
    "costs:pay_remove": Row("money_keeper", "POST", gone=True),
    "costs:budget": Row("money_keeper", "GET"),
    "costs:budget_set": Row("treasurer", "GET POST"),
    "costs:changes": Row("costs_reader", "GET"),
    "costs:what_if": Row("costs_reader", "GET"),
    "costs:what_if_save": Row("costs_reader", "POST"),
    "costs:what_ifs": Row("costs_reader", "GET"),
    "costs:what_if_rename": Row("costs_reader", "POST"),
    "costs:what_if_remove": Row("costs_reader", "POST", gone=True),
    "costs:what_if_put_back": Row("costs_reader", "POST", bare=True),
    "membership:members": Row("manager", "GET"),
    "membership:person_add": Row("manager", "GET POST"),
    "membership:sheet": Row("manager", "GET POST"),
    "membership:sheet_csv": Row("manager", "GET"),
    "membership:sheet_xlsx": Row("manager", "GET"),
    "membership:person": Row("manager", "GET POST"),
    "membership:person_invite": Row("manager", "POST"),
    "membership:invitation_recall": Row("manager", "POST"),
    "membership:invitation_bring_back": Row("manager", "POST"),
    "membership:remark_done": Row("manager", "POST"),
    "membership:person_leaving": Row("manager", "GET POST"),
    "membership:person_stay": Row("manager", "POST"),
    "membership:leaving": Row("member", "GET POST"),
    "membership:stay": Row("member", "POST"),
    "membership:statement": Row("member", "GET"),
    "membership:statement_csv": Row("member", "GET"),
    "membership:joined": Row("member", "GET"),
    "membership:checklist": Row("member", "GET"),
    "rights:held": Row("member", "GET"),
    "rights:download": Row("member", "POST"),
    "rights:remark": Row("member", "POST"),
    "founded:first_steps": Row("manager", "GET"),
    "rights:wish": Row("member", "POST"),
    "rights:keeping": Row("manager", "GET POST"),
    "rights:wish_decide": Row("manager", "POST"),
    "home:home": Row("member", "GET"),
    "home:history": Row("manager", "GET"),
    "home:about_me": Row("member", "GET"),
    "home:more": Row("member", "GET"),
}


@dataclass(frozen=True, slots=True)
class Open:
    """An address outside any nursery, or one that needs no signing in. `who`: "public" (anybody), "visitor" (whoever
    is signed in is led on) or "signed_in". `without_key` is the answer to somebody who has not got what opens it."""

    who: str
    methods: str
    args: dict[str, Any] = field(default_factory=dict)
    without_key: int | None = None


_DRAFT = {"public_id": "bcdfghjkmnpq"}

# Views of ours that anybody's browser reaches, and those that cannot wear a decorator of ours: the ground floor lies
# below accounts, and allauth says itself who may come in.
OPEN: dict[str, Open] = {
    "front": Open("signed_in", "GET"),
    "accounts:demo_sign_in": Open("public", "POST", {"public_id": "bcdfghjkmnpq"}, without_key=404),
    "founding:start": Open("signed_in", "GET POST", without_key=403),  # where it is not opened
    "founding:draft": Open("signed_in", "GET", _DRAFT, without_key=404),
    "founding:step": Open("signed_in", "GET POST", _DRAFT | {"name": "rooms"}, without_key=404),
    "founding:file": Open("signed_in", "GET POST", _DRAFT, without_key=404),
    "founding:look": Open("signed_in", "GET POST", _DRAFT, without_key=404),
    "founding:discard": Open("signed_in", "POST", _DRAFT, without_key=404),
    "link": Open("public", "GET POST", {"token": "made-up"}, without_key=404),
    "stop": Open("public", "GET POST", {"token": "made-up"}, without_key=404),
    "calendar_feed": Open("public", "GET", {"slug": "harebell", "token": "made-up"}, without_key=404),
    "metrics": Open("public", "GET", without_key=404),
    "service_worker": Open("public", "GET"),
    "renewed": Open("public", "POST", without_key=403),
    "healthz": Open("public", "GET"),
    "demo_mail": Open("public", "GET", without_key=404),  # outside the demo
    "account_login": Open("visitor", "GET POST"),
    "account_request_login_code": Open("visitor", "GET POST"),
    "account_confirm_login_code": Open("visitor", "GET POST"),
    "account_signup": Open("visitor", "GET POST"),  # closed: it says how one gets in
    "account_inactive": Open("public", "GET"),
    "account_logout": Open("public", "GET POST"),
    "account_reset_password": Open("public", "GET POST"),
    "account_reset_password_done": Open("public", "GET"),
    "account_reset_password_from_key": Open("public", "GET POST", {"uidb36": "1", "key": "made-up"}),
    "account_reset_password_from_key_done": Open("public", "GET"),
    "account_email_verification_sent": Open("public", "GET POST"),  # whoever holds the code
    "account_reauthenticate": Open("signed_in", "GET POST"),
    "account_email": Open("signed_in", "GET POST"),
    "account_change_password": Open("signed_in", "GET POST"),
    "account_set_password": Open("signed_in", "GET POST"),
    "mfa_login_webauthn": Open("visitor", "GET POST"),
    "mfa_authenticate": Open("visitor", "GET POST"),  # whoever has shown the first thing, and not the second
    # How one gets in: everybody's own
    "mfa_index": Open("signed_in", "GET"),
    "accounts:second_factor": Open("signed_in", "GET"),
    "accounts:session_end": Open("signed_in", "POST"),
    "accounts:sessions_end_others": Open("signed_in", "POST"),
    "accounts:reauthenticate_code": Open("signed_in", "GET POST"),
    "mfa_reauthenticate": Open("signed_in", "GET POST"),
    "mfa_reauthenticate_webauthn": Open("signed_in", "GET POST"),
    "mfa_add_webauthn": Open("signed_in", "GET POST"),
    "mfa_edit_webauthn": Open("signed_in", "GET POST", {"pk": 1}),
    "mfa_remove_webauthn": Open("signed_in", "GET POST", {"pk": 1}),
    "mfa_activate_totp": Open("signed_in", "GET POST"),
    "mfa_deactivate_totp": Open("signed_in", "GET POST"),
    "mfa_view_recovery_codes": Open("signed_in", "GET"),
    "mfa_generate_recovery_codes": Open("signed_in", "GET POST"),
    "mfa_download_recovery_codes": Open("signed_in", "GET"),
}
