"""What stands outside any nursery."""

from django.urls import path

from reminders import views
from reminders.views import devices
from reminders.views.stop import stop

urlpatterns = [
    path("metrics", views.metrics, name="metrics"),
    path("service-worker.js", devices.service_worker, name="service_worker"),
    path("service-worker/renewed/", devices.renewed, name="renewed"),
    path("stop/<str:token>/", stop, name="stop"),
]
