"""Opened by calendars, without signing in."""

from django.urls import path

from rota import views

urlpatterns = [path("<str:token>.ics", views.calendar_feed, name="calendar_feed")]
