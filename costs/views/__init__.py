from costs.views.opened import burden, line, lines, shift
from costs.views.report import report
from costs.views.take_away import report_csv, report_json, report_xlsx

__all__ = ["burden", "line", "lines", "report", "report_csv", "report_json", "report_xlsx", "shift"]
