"""How much somebody may send at once."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class BoundedBody:
    """Answers whatever is too large (settings.MOST_BODY_BYTES) with 413, before anything of it is read: Django itself
    bounds forms, and lets files through at any size, on to the disk.

    A body that does not say its length is empty to Django, so there is none to bound.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.MOST_BODY_BYTES:
            return render(request, "413.html", {"most": settings.MOST_BODY_BYTES}, status=413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # as Django takes it
