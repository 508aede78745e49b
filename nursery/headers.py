"""What every answer says to browsers beyond what Django and its packages have them say."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Headers:
    """No other site may put anything of ours into its pages, and no browser keeps a page that says nothing else of it:
    on a tablet that people share, going back must not show what was there before somebody signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cache-Control", "private, no-store")
        return response
