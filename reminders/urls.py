from django.urls import path

from reminders.views import preferences

app_name = "reminders"
urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("usual/", preferences.preferences_usual, name="preferences_usual"),
    path("undo/", preferences.preferences_undo, name="preferences_undo"),
]
