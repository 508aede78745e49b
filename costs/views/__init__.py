from costs.views.opened import burden, line, lines, shift
from costs.views.rates import rate_add, rate_change, rate_remove, rates
from costs.views.report import report
from costs.views.take_away import report_csv, report_json, report_xlsx

__all__ = [
    "burden",
    "line",
    "lines",
    "rate_add",
    "rate_change",
    "rate_remove",
    "rates",
    "report",
    "report_csv",
    "report_json",
    "report_xlsx",
    "shift",
]
