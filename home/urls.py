from django.urls import path

from home import views
from home.history import views as history

app_name = "home"
urlpatterns = [
    path("<slug:slug>/", views.home, name="home"),
    path("<slug:slug>/more/", views.more, name="more"),
    path("<slug:slug>/history/", history.history, name="history"),
    path("<slug:slug>/history/mine/", history.about_me, name="about_me"),
]
