"""The steps, one short page each: forth and back as one likes, each kept when it is sent."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import too_often
from founding.actions.drafts import StepChanged, enter, keep_answer, take_out
from founding.forms.ground import NamePage, RoomsPage, SessionsPage
from founding.forms.page import StepPage, one_more_row
from founding.forms.people import PeoplePage
from founding.forms.plan import RulesPage, TermPage, WorkPage
from founding.models import Draft
from founding.rules.answers import digest_of
from founding.rules.people import people_of
from founding.rules.steps import TITLES, Step, after, before, first_open, places
from founding.views.door import FounderRequest, drafted
from nursery.refusal import Refused

PAGES: dict[Step, type[StepPage]] = {
    page.step: page for page in (NamePage, RoomsPage, SessionsPage, TermPage, WorkPage, RulesPage)
}


@drafted
@require_safe
def draft(request: FounderRequest) -> HttpResponse:
    """Where one was: the first step without an answer, or the look."""
    return HttpResponseRedirect(where_it_goes_on(request.draft))


def where_it_goes_on(draft: Draft) -> str:
    following = None if draft.document is not None else first_open(draft.answers)
    if following is None:
        return reverse("founding:look", args=[draft.public_id])
    return step_url(draft, following)


def step_url(draft: Draft, step: Step) -> str:
    return reverse("founding:step", args=[draft.public_id, step])


@drafted
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: FounderRequest, name: str) -> HttpResponse:
    found = next((each for each in Step if each == name), None)
    if found is None or request.draft.document is not None:
        raise Http404
    if found is not Step.NAME and Step.NAME not in request.draft.answers:
        return HttpResponseRedirect(step_url(request.draft, Step.NAME))
    if request.method == "POST" and (answer := too_often(request, "nursery_step")):
        return answer
    return _people(request) if found is Step.PEOPLE else _step(request, found)


def _step(request: FounderRequest, step: Step) -> HttpResponse:
    sent = request.method == "POST"
    more = sent and "more" in request.POST
    data = one_more_row(request.POST, "row") if more else request.POST if sent else None
    page = PAGES[step](request.draft.answers, data, today=request.today, site=settings.SITE_URL)
    seen = request.POST.get("seen", "") if sent else digest_of(request.draft.answers.get(step))
    changed = False
    if sent and not more and page.is_valid():
        try:
            keep_answer(request.draft, step, page.answer(), seen=seen, now=request.now)
        except StepChanged as error:
            seen, changed = error.seen, True
        except Draft.DoesNotExist:
            raise Http404 from None
        else:
            return _onwards(request, step)
    context = _shell(request, step) | {"page": page, "seen": seen, "changed": changed, "quiet": not sent or more}
    status = 409 if changed else 422 if sent and not more else 200
    return render(request, page.template, context, status=status)


def _people(request: FounderRequest) -> HttpResponse:
    sent, do = request.method == "POST", request.POST.get("do", "")
    page = PeoplePage(request.draft.answers, request.addresses, request.POST if sent else None)
    if sent:
        try:
            if do == "out":
                take_out(request.draft, request.POST.get("key", ""), now=request.now)
                return HttpResponseRedirect(step_url(request.draft, Step.PEOPLE))
            if all([form.is_valid() for _kind, form in page.filled]):  # noqa: C419 - each says what is wrong with it
                entries = [(kind, dict(form.said())) for kind, form in page.filled]
                enter(request.draft, entries, request.addresses, now=request.now)
                more = do in {"family", "worker"}
                return (
                    HttpResponseRedirect(step_url(request.draft, Step.PEOPLE))
                    if more
                    else _onwards(request, Step.PEOPLE)
                )
        except Refused as error:
            page.filled[0][1].add_error(None, str(error.refusal))
        except Draft.DoesNotExist:
            raise Http404 from None
    context = _shell(request, Step.PEOPLE) | {"page": page, "people": people_of(request.draft.answers)}
    return render(request, "founding/people.html", context, status=422 if sent else 200)


def _onwards(request: FounderRequest, step: Step) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, _("Kept. Come back to this page when you like, from any device."))
        return HttpResponseRedirect(reverse("founding:start"))
    following = after(step)
    if following is None:
        return HttpResponseRedirect(reverse("founding:look", args=[request.draft.public_id]))
    return HttpResponseRedirect(step_url(request.draft, following))


def _shell(request: FounderRequest, step: Step) -> dict[str, Any]:
    """What stands around every step."""
    found = list(places(request.draft.answers))
    earlier = before(step)
    return {
        "draft": request.draft,
        "step": step,
        "title": TITLES[step],
        "places": found,
        "number": list(Step).index(step) + 1,
        "of": len(found) + 1,  # and the look
        "back": step_url(request.draft, earlier) if earlier else reverse("founding:start"),
    }
