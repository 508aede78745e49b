"""What people choose about being told."""

from reminders.forms.preferences import PreferencesForm

__all__ = ["PreferencesForm"]
