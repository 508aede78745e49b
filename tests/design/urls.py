"""Pages that show every component, and answers that put the script to work. For the tests alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_POST

from tests.design import sample

handler500 = "nursery.views.server_error"

NAV = [
    {"key": "home", "label": "Home", "url": "/", "icon": "home"},
    {"key": "rota", "label": "Rota", "url": "/week/", "icon": "calendar-days"},
    {"key": "me", "label": "Me", "url": "/form/", "icon": "user"},
    {"key": "more", "label": "More", "url": "/script/", "icon": "bars-3"},
]


def shown(request: HttpRequest, name: str, current: str, status: int = 200, **more: Any) -> HttpResponse:
    frame = {"nursery": sample.NURSERY, "me": sample.ME, "nav": NAV, "nav_current": current, "demo": True}
    return render(request, f"design/{name}.html", {**frame, **more}, status=status)


def home(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Booked: Fri 27 Nov, food, 11:00–13:00.", extra_tags="/undo/")
    return shown(request, "components", "home")


def week(request: HttpRequest) -> HttpResponse:
    return shown(request, "week", "rota", days=sample.DAYS)


def form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return shown(request, "form", "me", form=sample.SampleForm(request.POST), status=422)
    return shown(request, "form", "me", form=sample.SampleForm())


def script(request: HttpRequest) -> HttpResponse:
    seen = request.session.get("seen", 0)
    return shown(request, "script", "more", seen=seen)


@require_POST
def booked(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = request.session.get("seen", 0) + 1
    messages.success(request, "Booked: Wed 25.", extra_tags="/undo/")
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect("/script/")
    return render(request, "design/_booked.html", {"seen": request.session["seen"]})


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Taken back.")
    return HttpResponseRedirect("/script/")


@require_POST
def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


def fresh(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Fetched anew.")


def people(request: HttpRequest) -> HttpResponse:
    return shown(request, "people", "", people=sample.PEOPLE)


def charts(request: HttpRequest) -> HttpResponse:
    return shown(request, "charts", "", bars=sample.BARS, columns=sample.COLUMNS, table=sample.TABLE)


def shell(request: HttpRequest, name: str) -> HttpResponse:
    """The pages of the shell itself: 404, 500 and so on."""
    return render(request, f"{name}.html", {"demo": False})


urlpatterns = [
    path("", home),
    path("week/", week),
    path("form/", form),
    path("script/", script),
    path("booked/", booked),
    path("undo/", undo),
    path("broken/", broken),
    path("fresh/", fresh),
    path("people/", people),
    path("charts/", charts),
    path("shell/<str:name>/", shell),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("accounts.factor_urls")),
    path("accounts/", include("allauth.account.urls")),
]
