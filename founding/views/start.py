"""Where a nursery starts: what is in the making, and beginning another."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.limits import too_often
from founding.actions.drafts import begin_draft, throw_away
from founding.rules.founders import begin_refusal
from founding.views.door import FounderRequest, drafted, founder
from nursery.refusal import Refused


@founder
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: FounderRequest) -> HttpResponse:
    if request.method == "POST":
        return _begin(request)
    refusal = begin_refusal(opened=settings.FOUNDING_OPEN, drafts=len(request.drafts))
    return render(request, "founding/start.html", {"drafts": request.drafts, "refusal": refusal})


def _begin(request: FounderRequest) -> HttpResponse:
    if answer := too_often(request, "nursery_begun"):
        return answer
    try:
        draft = begin_draft(request.user, opened=settings.FOUNDING_OPEN, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
        return HttpResponseRedirect(reverse("founding:start"))
    by = "founding:file" if request.POST.get("by") == "file" else "founding:draft"
    return HttpResponseRedirect(reverse(by, args=[draft.public_id]))


@drafted
@require_POST
def discard(request: FounderRequest) -> HttpResponse:
    throw_away(request.draft)
    messages.success(request, _("Thrown away."))
    return HttpResponseRedirect(reverse("founding:start") if settings.FOUNDING_OPEN else "/")
