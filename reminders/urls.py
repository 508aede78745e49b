from django.urls import path

from reminders.views import kinds, preferences

app_name = "reminders"
urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("usual/", preferences.preferences_usual, name="preferences_usual"),
    path("undo/", preferences.preferences_undo, name="preferences_undo"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/<str:name>/", kinds.kind, name="kind"),
    path("kinds/<str:name>/send/", kinds.kind_send, name="kind_send"),
]
