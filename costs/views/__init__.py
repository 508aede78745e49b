from costs.views.closing import term_close, term_close_withdraw, term_confirm
from costs.views.corrections import correction_add, correction_confirm, correction_remove, corrections
from costs.views.kept import budget, budget_set, changes, kept
from costs.views.opened import burden, line, lines, shift
from costs.views.pay import pay, pay_add, pay_change, pay_remove
from costs.views.programme import programme, programme_add, programme_change, programme_remove
from costs.views.rates import rate_add, rate_change, rate_remove, rates
from costs.views.relief import relief, relief_add, relief_change, relief_remove
from costs.views.report import report
from costs.views.take_away import report_csv, report_json, report_pdf, report_xlsx
from costs.views.what_if import what_if, what_if_save
from costs.views.what_ifs import what_if_put_back, what_if_remove, what_if_rename, what_ifs

__all__ = [
    "budget",
    "budget_set",
    "burden",
    "changes",
    "correction_add",
    "correction_confirm",
    "correction_remove",
    "corrections",
    "kept",
    "line",
    "lines",
    "pay",
    "pay_add",
    "pay_change",
    "pay_remove",
    "programme",
    "programme_add",
    "programme_change",
    "programme_remove",
    "rate_add",
    "rate_change",
    "rate_remove",
    "rates",
    "relief",
    "relief_add",
    "relief_change",
    "relief_remove",
    "report",
    "report_csv",
    "report_json",
    "report_pdf",
    "report_xlsx",
    "shift",
    "term_close",
    "term_close_withdraw",
    "term_confirm",
    "what_if",
    "what_if_put_back",
    "what_if_remove",
    "what_if_rename",
    "what_if_save",
    "what_ifs",
]
