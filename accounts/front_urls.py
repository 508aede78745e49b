"""The site's first page, which stands outside /accounts/."""

from django.urls import path

from accounts import views

urlpatterns = [path("", views.front, name="front")]
