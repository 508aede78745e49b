from costs.views.opened import burden, line, lines, shift
from costs.views.report import report

__all__ = ["burden", "line", "lines", "report", "shift"]
