from django.urls import path

from membership import views

app_name = "membership"
urlpatterns = [
    path("", views.members, name="members"),
    path("add/", views.person_add, name="person_add"),
    path("sheet/", views.sheet, name="sheet"),
    path("sheet/template.csv", views.sheet_csv, name="sheet_csv"),
    path("sheet/template.xlsx", views.sheet_xlsx, name="sheet_xlsx"),
    path("people/<str:public_id>/", views.person, name="person"),
    path("people/<str:public_id>/invite/", views.person_invite, name="person_invite"),
    path("invitations/<str:public_id>/recall/", views.invitation_recall, name="invitation_recall"),
    path("invitations/<str:public_id>/bring-back/", views.invitation_bring_back, name="invitation_bring_back"),
    path("remarks/<str:public_id>/done/", views.remark_done, name="remark_done"),
    path("people/<str:public_id>/leaving/", views.person_leaving, name="person_leaving"),
    path("people/<str:public_id>/stay/", views.person_stays, name="person_stay"),
    path("leaving/", views.leaving, name="leaving"),
    path("stay/", views.stays, name="stay"),
    path("hours-given/", views.statement, name="statement"),
    path("hours-given.csv", views.statement_csv, name="statement_csv"),
    path("joined/", views.joined, name="joined"),
    path("checklist/", views.checklist, name="checklist"),
]
