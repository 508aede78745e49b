from costs.views.kept import budget, budget_set, changes, kept
from costs.views.opened import burden, line, lines, shift
from costs.views.pay import pay, pay_add, pay_change, pay_remove
from costs.views.programme import programme, programme_add, programme_change, programme_remove
from costs.views.rates import rate_add, rate_change, rate_remove, rates
from costs.views.relief import relief, relief_add, relief_change, relief_remove
from costs.views.report import report
from costs.views.take_away import report_csv, report_json, report_xlsx

__all__ = [
    "budget",
    "budget_set",
    "burden",
    "changes",
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
    "report_xlsx",
    "shift",
]
