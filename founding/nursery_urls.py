"""The pages inside a nursery that has been made."""

from django.urls import path

from founding.views.first_steps import steps_of_nursery

app_name = "founded"
urlpatterns = [path("", steps_of_nursery, name="first_steps")]
