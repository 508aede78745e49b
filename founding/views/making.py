"""A nursery file that is sent, the look at what would be made, and making it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.limits import too_often
from founding.actions.drafts import keep_document
from founding.actions.making import make_nursery
from founding.forms.files import FileForm, MakeForm
from founding.models import Draft
from founding.queries.drafts import free_address, whole_document
from founding.reports.look import look_at
from founding.reports.safety import safety_of
from founding.rules.bounds import MOST_FAULTS
from founding.rules.countries import has_rules
from founding.rules.founder import founder_in
from founding.rules.steps import TITLES, Step, places, step_of
from founding.views.door import FounderRequest, drafted, note_made
from nursery.models import Nursery
from nursery.refusal import Refused
from portability.faults import Fault, NurseryFileError
from portability.importing import faults_of


@drafted
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: FounderRequest) -> HttpResponse:
    """Sent: looked at, and kept if nothing is wrong with it."""
    form = FileForm()
    if request.method == "POST":
        if answer := too_often(request, "nursery_file"):
            return answer
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            keep_document(request.draft, form.document, now=request.now)
            return HttpResponseRedirect(reverse("founding:look", args=[request.draft.public_id]))
    context = {"form": form, "draft": request.draft}
    return render(request, "founding/file.html", context, status=422 if form.errors else 200)


@drafted
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: FounderRequest) -> HttpResponse:
    """What would be made; by the button it is."""
    draft = request.draft
    if draft.document is None and Step.NAME not in draft.answers:
        return HttpResponseRedirect(reverse("founding:draft", args=[draft.public_id]))
    document = whole_document(draft, request.addresses, request.today)
    form = _form(request, document)
    faults = _faults(draft, document)
    if not faults and form.is_valid():
        if answer := too_often(request, "nursery_made"):
            return answer
        try:
            return _make(request, form, document)
        except Draft.DoesNotExist:  # two taps: the other one has made it
            return HttpResponseRedirect("/")
        except Refused as error:
            form.add_error("slug", str(error.refusal))
        except NurseryFileError as error:
            faults = error.faults
    steps = list(places(draft.answers)) if draft.document is None else []
    context = {
        "form": form,
        "draft": draft,
        "look": look_at(document) if not faults else None,
        "faults": [(fault, TITLES[step_of(fault.path)], step_of(fault.path)) for fault in faults],
        "places": steps,
        "unseen": [place for place in steps if not place.done],
        "safety": safety_of(draft.answers, request.today) if draft.document is None else [],
        "has_rules": has_rules(document["nursery"].get("country", "GB-ENG")) or "ratio_rules" in document,
        "back": reverse("founding:step", args=[draft.public_id, Step.PEOPLE]),
    }
    return render(request, "founding/look.html", context, status=422 if form.errors or faults else 200)


def _faults(draft: Draft, document: dict[str, Any]) -> list[Fault]:
    """Of what was answered: each step saw to its own, this sees that they go together. A file has been looked at."""
    return faults_of(document, MOST_FAULTS) if draft.document is None else []


def _make(request: FounderRequest, form: MakeForm, document: dict[str, Any]) -> HttpResponse:
    data = form.cleaned_data
    made = make_nursery(request.draft, request.user, slug=data["slug"], name=data.get("name", ""), today=request.today)
    messages.success(
        request,
        _("%(name)s is here, and you are its manager. Under More, “First steps” says what comes next.")
        % {"name": made.name},
    )
    where = _first_week(made, document, request.today)
    note_made(request, request.draft.public_id, where)
    return HttpResponseRedirect(where)


def _form(request: FounderRequest, document: dict[str, Any]) -> MakeForm:
    return MakeForm(
        request.POST if request.method == "POST" else None,
        asks_name=founder_in(document, request.addresses) is None,
        site=settings.SITE_URL,
        initial={"slug": free_address(document["nursery"]["slug"]) or document["nursery"]["slug"]},
    )


def _first_week(nursery: Nursery, document: dict[str, Any], today: dt.date) -> str:
    """This one, or the one in which its first term begins."""
    week = reverse("rota:week", args=[nursery.slug])
    ahead = [term["starts"] for term in document.get("terms", []) if term["ends"] >= today.isoformat()]
    first = min(ahead, default="")
    return f"{week}?day={first}" if first > today.isoformat() else week
