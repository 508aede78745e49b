from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("<slug:slug>/", views.home, name="home"),
    path("<slug:slug>/more/", views.more, name="more"),
]
