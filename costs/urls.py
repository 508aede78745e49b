from django.urls import path

from costs import views

app_name = "costs"
urlpatterns = [
    path("", views.report, name="report"),
    path("lines/", views.lines, name="lines"),
    path("line/", views.line, name="line"),
    path("shift/<str:public_id>/", views.shift, name="shift"),
    path("terms/<str:public_id>/close/", views.term_close, name="term_close"),
    path("terms/<str:public_id>/close/withdraw/", views.term_close_withdraw, name="term_close_withdraw"),
    path("terms/<str:public_id>/confirm/", views.term_confirm, name="term_confirm"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/add/", views.correction_add, name="correction_add"),
    path("corrections/<str:public_id>/confirm/", views.correction_confirm, name="correction_confirm"),
    path("corrections/<str:public_id>/remove/", views.correction_remove, name="correction_remove"),
    path("burden/", views.burden, name="burden"),
    # A period's report to take away
    path("report.pdf", views.report_pdf, name="report_pdf"),
    path("report.xlsx", views.report_xlsx, name="report_xlsx"),
    path("report.csv", views.report_csv, name="report_csv"),
    path("report.json", views.report_json, name="report_json"),
    # What the treasurer keeps
    path("rates/", views.rates, name="rates"),
    path("rates/add/", views.rate_add, name="rate_add"),
    path("rates/<str:public_id>/", views.rate_change, name="rate_change"),
    path("rates/<str:public_id>/remove/", views.rate_remove, name="rate_remove"),
    # What is kept
    path("kept/", views.kept, name="kept"),
    path("kept/programme/", views.programme, name="programme"),
    path("kept/programme/add/", views.programme_add, name="programme_add"),
    path("kept/programme/<str:public_id>/", views.programme_change, name="programme_change"),
    path("kept/programme/<str:public_id>/remove/", views.programme_remove, name="programme_remove"),
    path("kept/relief/", views.relief, name="relief"),
    path("kept/relief/add/", views.relief_add, name="relief_add"),
    path("kept/relief/<str:public_id>/", views.relief_change, name="relief_change"),
    path("kept/relief/<str:public_id>/remove/", views.relief_remove, name="relief_remove"),
    path("kept/pay/", views.pay, name="pay"),
    path("kept/pay/add/", views.pay_add, name="pay_add"),
    path("kept/pay/<str:public_id>/", views.pay_change, name="pay_change"),
    path("kept/pay/<str:public_id>/remove/", views.pay_remove, name="pay_remove"),
    path("kept/budget/", views.budget, name="budget"),
    path("kept/budget/<str:public_id>/", views.budget_set, name="budget_set"),
    path("kept/changes/", views.changes, name="changes"),
    path("what-if/", views.what_if, name="what_if"),
    path("what-if/keep/", views.what_if_save, name="what_if_save"),
    path("what-ifs/", views.what_ifs, name="what_ifs"),
    path("what-ifs/<str:public_id>/rename/", views.what_if_rename, name="what_if_rename"),
    path("what-ifs/<str:public_id>/remove/", views.what_if_remove, name="what_if_remove"),
    path("what-ifs/<str:public_id>/put-back/", views.what_if_put_back, name="what_if_put_back"),
]
