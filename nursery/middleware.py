from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

NUL = "\0"


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


class NoNul:
    """PostgreSQL keeps no text with the character NUL, and no page of ours sends one: what has one is answered before
    anything looks for it. An address with one leads nowhere (404); other requests with one are malformed (400)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Cookies first, for the page that says 404 looks for the session that they name.
        if any(NUL in value for value in request.COOKIES.values()) or _holds_nul(request.GET):
            raise BadRequest("The character NUL.")
        if NUL in request.path_info:
            raise Http404
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        if request.method == "POST" and _holds_nul(request.POST):
            raise BadRequest("The character NUL.")


def _holds_nul(typed: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in typed.lists())
