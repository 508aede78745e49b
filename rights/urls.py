from django.urls import path

from rights import views

app_name = "rights"
urlpatterns = [
    path("", views.held, name="held"),
    path("download/", views.download, name="download"),
    path("remark/", views.remark, name="remark"),
]
