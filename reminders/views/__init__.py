from reminders.views.metrics import metrics

__all__ = ["metrics"]
