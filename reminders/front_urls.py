"""What stands outside any nursery."""

from django.urls import path

from reminders import views

urlpatterns = [path("metrics", views.metrics, name="metrics")]
