from django.urls import path

from reminders.views import devices, kinds, preferences, sent

app_name = "reminders"
urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("usual/", preferences.preferences_usual, name="preferences_usual"),
    path("undo/", preferences.preferences_undo, name="preferences_undo"),
    path("devices/", devices.device_add, name="device_add"),
    path("devices/<str:public_id>/remove/", devices.device_remove, name="device_remove"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/<str:name>/", kinds.kind, name="kind"),
    path("kinds/<str:name>/send/", kinds.kind_send, name="kind_send"),
    path("mine/", sent.mine, name="mine"),
    path("sent/", sent.sent, name="sent"),
    path("sent/again/", sent.parked_try, name="parked_try"),
    path("sent/aside/", sent.parked_put_aside, name="parked_put_aside"),
    path("sent/aside/<int:stamp>/back/", sent.parked_bring_back, name="parked_bring_back"),
    path("addresses/<str:public_id>/", sent.address, name="address"),
    path("bounced/<str:public_id>/try/", sent.address_try, name="address_try"),
]
