from django.urls import path

from costs import views

app_name = "costs"
urlpatterns = [
    path("", views.report, name="report"),
    path("lines/", views.lines, name="lines"),
    path("line/", views.line, name="line"),
    path("shift/<str:public_id>/", views.shift, name="shift"),
    path("burden/", views.burden, name="burden"),
    # A period's report to take away
    path("report.xlsx", views.report_xlsx, name="report_xlsx"),
    path("report.csv", views.report_csv, name="report_csv"),
    path("report.json", views.report_json, name="report_json"),
    # What the treasurer keeps
    path("rates/", views.rates, name="rates"),
    path("rates/add/", views.rate_add, name="rate_add"),
    path("rates/<str:public_id>/", views.rate_change, name="rate_change"),
    path("rates/<str:public_id>/remove/", views.rate_remove, name="rate_remove"),
]
