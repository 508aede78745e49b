from django.urls import path

from founding import views

app_name = "founding"
urlpatterns = [
    path("", views.start, name="start"),
    path("<str:public_id>/", views.draft, name="draft"),
    path("<str:public_id>/file/", views.file, name="file"),
    path("<str:public_id>/look/", views.look, name="look"),
    path("<str:public_id>/throw-away/", views.discard, name="discard"),
    path("<str:public_id>/<str:name>/", views.step, name="step"),
]
