from costs.views.report import report

__all__ = ["report"]
