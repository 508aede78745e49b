"""Leaving: one’s own page, and the manager’s of somebody; each with a look at what it ends before anything is done."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, manager, member
from accounts.limits import limited
from accounts.models import Person
from membership.actions.leaving import Leaving, leave, stay
from membership.forms.leaving import LeavingForm
from membership.queries.leaving import children_of, other_people_of_family, would_leave
from membership.rules.leaving import last_day_refusal
from nursery.dates import say_day
from nursery.documents.as_csv import MEDIA_TYPE, write_csv
from nursery.refusal import Refused
from rota.actions.going import Back
from rota.papers.statement import statement_table
from rota.queries.going import statement_of


@member
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: MemberRequest) -> HttpResponse:
    """One's own last day, and taking it back until then."""
    return _page(request, request.me, "membership:leaving", "membership:stay", [])


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def person_leaving(request: MemberRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Person.objects.select_related("family", "nursery"), public_id=public_id)
    return _page(request, found, "membership:person_leaving", "membership:person_stay", [public_id])


def _page(request: MemberRequest, person: Person, page: str, back: str, args: list[str]) -> HttpResponse:
    here = reverse(page, args=[request.nursery.slug, *args])
    others, children = other_people_of_family(person, request.today), children_of(person, request.today)
    sent = request.POST if request.method == "POST" else request.GET
    asked = "last" in sent
    form = LeavingForm(
        sent if asked else None,
        today=request.today,
        others=len(others),
        children=len(children),
        parent=person.is_parent,
        initial={"last": person.left},
    )
    shown = None
    if asked and form.is_valid():
        last, family = form.cleaned_data["last"], bool(form.cleaned_data.get("family"))
        if refusal := last_day_refusal(person, last, request.today):
            form.add_error("last", str(refusal))
        elif request.method == "POST":
            try:
                done = leave(
                    person,
                    last,
                    request.me,
                    family=family,
                    nursery=request.nursery,
                    now=request.now,
                    today=request.today,
                )
            except Refused as error:
                form.add_error("last", str(error.refusal))
            else:
                messages.success(request, _say_done(done))
                return HttpResponseRedirect(here)
        else:
            people = [person, *(others if family else [])]
            shown = {
                "last": last,
                "family": family,
                "children": children if family else [],
                "people": would_leave(people, last, request.now),
            }
            shown["turns"] = sum(len(each.opens.turns) for each in shown["people"])
    context = {
        "form": form,
        "shown": shown,
        "person": person,
        "mine": person == request.me,
        "here": here,
        "back": reverse(back, args=[request.nursery.slug, *args]),
        "gone": person.left is not None and person.left < request.today,
        "today": request.today,
    }
    return render(request, "membership/leaving.html", context, status=422 if form.errors else 200)


def _say_done(done: Leaving) -> str:
    person = done.people[0]
    assert person.left is not None  # noqa: S101 - it has just been set
    said = [_("%(name)s leaves on %(day)s.") % {"name": person.short_name, "day": say_day(person.left, year=True)}]
    if done.ended:
        n = len(done.ended)
        said.append(ngettext("%(n)s turn is open again.", "%(n)s turns are open again.", n) % {"n": n})
    if done.children:
        n = done.children
        said.append(ngettext("%(n)s child leaves too.", "%(n)s children leave too.", n) % {"n": n})
    return " ".join(said)


@member
@require_POST
def stays(request: MemberRequest) -> HttpResponse:
    return _stay(request, request.me, reverse("membership:leaving", args=[request.nursery.slug]))


@manager
@require_POST
def person_stays(request: MemberRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Person.objects.select_related("family", "nursery"), public_id=public_id)
    return _stay(request, found, reverse("membership:person_leaving", args=[request.nursery.slug, public_id]))


def _stay(request: MemberRequest, person: Person, here: str) -> HttpResponse:
    try:
        back = stay(person, request.me, nursery=request.nursery, now=request.now, today=request.today)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _say_back(back))
    return HttpResponseRedirect(here)


def _say_back(back: Back) -> str:
    said = [_("Taken back: no last day is set.")]
    if back.again:
        n = len(back.again)
        said.append(ngettext("%(n)s turn is theirs again.", "%(n)s turns are theirs again.", n) % {"n": n})
    if back.gone:
        n = len(back.gone)
        said.append(ngettext("%(n)s has gone to somebody else.", "%(n)s have gone to somebody else.", n) % {"n": n})
    return " ".join(said)


@member
@never_cache
@require_safe
def statement(request: MemberRequest) -> HttpResponse:
    """What one has given, by term and duty: to read and print."""
    return render(request, "membership/statement.html", {"statement": statement_of(request.me), "today": request.today})


@member
@never_cache
@require_safe
@limited("paper")
def statement_csv(request: MemberRequest) -> HttpResponse:
    answer = HttpResponse(content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{request.nursery.slug}-hours-given.csv"'
    write_csv(statement_table(statement_of(request.me)), answer)  # type: ignore[arg-type]  # it is written to as a file
    return answer
