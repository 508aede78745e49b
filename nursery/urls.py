from django.urls import include, path

from nursery import views

handler500 = views.server_error
handler429 = "accounts.limits.too_many"  # allauth's name for it

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("accounts.factor_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("new/", include("founding.urls")),
    path("", include("accounts.front_urls")),
    path("", include("reminders.front_urls")),
    path("<slug:slug>/rota/", include("rota.urls")),
    path("<slug:slug>/calendar/", include("rota.feed_urls")),
    path("<slug:slug>/reminders/", include("reminders.urls")),
    path("<slug:slug>/costs/", include("costs.urls")),
    path("<slug:slug>/members/", include("membership.urls")),
    path("<slug:slug>/first-steps/", include("founding.nursery_urls")),
    path("<slug:slug>/kept/", include("rights.urls")),
    path("", include("home.urls")),
]
