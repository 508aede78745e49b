"""What stands outside any nursery."""

from django.urls import path

from reminders import views
from reminders.views.stop import stop

urlpatterns = [path("metrics", views.metrics, name="metrics"), path("stop/<str:token>/", stop, name="stop")]
