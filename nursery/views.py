"""Pages that belong to no app: health, the demo's mail, and what is shown when something is wrong."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nursery.mail import sent_mail
from nursery.settled import is_settled


@transaction.non_atomic_requests
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when every check in settings is well, else 503; the answer names each check."""
    report = {path.rpartition(".")[2]: import_string(path)() for path in settings.HEALTH_CHECKS}
    well = not any(report.values())
    return JsonResponse({name: problem or "ok" for name, problem in report.items()}, status=200 if well else 503)


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mail that the demo would have sent."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo_mail.html", {"mails": sent_mail()})


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503, without a traceback, while PostgreSQL is away; 409 for whoever changed something of a term in the
    moment in which it was closed: the rules had not seen that yet, but PostgreSQL has."""
    error = sys.exc_info()[1]
    away = isinstance(error, OperationalError | InterfaceError)
    if error is not None and is_settled(error):
        template, status = "409.html", HTTPStatus.CONFLICT
    else:
        template, status = (
            ("503.html", HTTPStatus.SERVICE_UNAVAILABLE) if away else ("500.html", HTTPStatus.INTERNAL_SERVER_ERROR)
        )
    response = HttpResponse(render_to_string(template), status=status)
    if away:
        response["Retry-After"] = "30"
    elif status == HTTPStatus.CONFLICT:
        response["HX-Refresh"] = "true"  # the page that asked shows the term as it is now
    return response
