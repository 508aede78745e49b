from membership.views.checklist import checklist
from membership.views.invitations import invitation_bring_back, invitation_recall, joined, person_invite, remark_done
from membership.views.leaving import leaving, person_leaving, person_stays, statement, statement_csv, stays
from membership.views.people import members, person, person_add
from membership.views.sheets import sheet, sheet_csv, sheet_xlsx

__all__ = [
    "checklist",
    "invitation_bring_back",
    "invitation_recall",
    "joined",
    "leaving",
    "members",
    "person",
    "person_add",
    "person_invite",
    "person_leaving",
    "person_stays",
    "remark_done",
    "sheet",
    "sheet_csv",
    "sheet_xlsx",
    "statement",
    "statement_csv",
    "stays",
]
