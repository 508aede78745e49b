"""What Prometheus reads."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import choose_encoder

from accounts.access import public
from accounts.limits import wrong_key
from nursery.dates import now as clock
from reminders.metrics import outbox_registry


@public
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds the operator's token (METRICS_TOKEN); without one in the settings there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    known = hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    if scheme.lower() != "bearer" or not known:
        return wrong_key(request) or HttpResponse(
            "A bearer token is needed.\n",
            status=401,
            content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": 'Bearer realm="metrics"'},
        )
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(outbox_registry(clock())), content_type=content_type)
