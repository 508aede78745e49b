from django.urls import path

from accounts import views, way_views

app_name = "accounts"
urlpatterns = [
    path("acting/<slug:slug>/", views.acting_choose, name="acting_choose"),
    path("demo/sign-in/<str:public_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("reauthenticate/code/", way_views.reauthenticate_by_code, name="reauthenticate_code"),
    path("second-factor/", way_views.second_factor, name="second_factor"),
    path("ways-in/sessions/end/", way_views.session_end, name="session_end"),
    path("ways-in/sessions/end-others/", way_views.sessions_end_others, name="sessions_end_others"),
]
