from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


class LocalName:
    """On this machine alone, lead 127.0.0.1 to localhost: passkeys need a name, and cookies one home."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.local = settings.EMBEDDED or settings.DEMO

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.local and request.method == "GET" and request.path != "/healthz":
            name, _, port = request.META.get("HTTP_HOST", "").partition(":")
            if name == "127.0.0.1":
                return HttpResponseRedirect(f"http://localhost{':' + port if port else ''}{request.get_full_path()}")
        return self.get_response(request)
