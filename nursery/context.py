"""What every page may rely on: the nursery, who is signed in there, and the four places of the navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def page(request: HttpRequest) -> dict[str, Any]:
    nursery = getattr(request, "nursery", None)
    me = getattr(request, "me", None)
    nav: list[dict[str, str]] = []
    current = ""
    if nursery is not None and me is not None:
        slug = nursery.slug
        nav = [
            {
                "key": "home",
                "label": _("Home"),
                "url": reverse("home:home", args=[slug]),
                "icon": "home",
            },
            {
                "key": "rota",
                "label": _("Rota"),
                "url": reverse("rota:week", args=[slug]),
                "icon": "calendar-days",
            },
            {"key": "me", "label": _("Me"), "url": reverse("rota:my_shifts", args=[slug]), "icon": "user"},
            {
                "key": "more",
                "label": _("More"),
                "url": reverse("home:more", args=[slug]),
                "icon": "bars-3",
            },
        ]
        current = getattr(request, "nav_current", "") or _current(request)
    return {
        "nursery": nursery,
        "me": me,
        "nav": nav,
        "nav_current": current,
        "demo": settings.DEMO,
        "founding_open": settings.FOUNDING_OPEN,
    }


def _current(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    if match.view_name == "home:home":
        return "home"
    if match.view_name == "rota:my_shifts":
        return "me"
    return "rota" if match.app_name == "rota" else "more"
