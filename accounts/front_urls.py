"""The site's first page and the links in messages, which stand outside /accounts/."""

from django.urls import path

from accounts import link_views, views

urlpatterns = [path("", views.front, name="front"), path("go/<str:token>/", link_views.link, name="link")]
