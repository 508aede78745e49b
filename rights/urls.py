from django.urls import path

from rights import views

app_name = "rights"
urlpatterns = [
    path("", views.held, name="held"),
    path("download/", views.download, name="download"),
    path("remark/", views.remark, name="remark"),
    path("wish/", views.wish, name="wish"),
    path("how-long/", views.keeping, name="keeping"),
    path("how-long/wishes/<str:public_id>/", views.wish_decide, name="wish_decide"),
]
