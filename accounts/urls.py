from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("acting/<slug:slug>/", views.acting_choose, name="acting_choose"),
    path("demo/sign-in/<str:public_id>/", views.demo_sign_in, name="demo_sign_in"),
]
