"""Putting a qualification level on record: it decides the ratio as well as clearances do."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, manager
from accounts.models import Level, Person
from nursery.dates import parse_day, say_day
from rota.actions.levels import remove_level, set_level
from rota.forms import LevelForm


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def level_set(request: MemberRequest, public_id: str) -> HttpResponse:
    """A level of somebody, from a day on."""
    person = get_object_or_404(Person, public_id=public_id)
    form = LevelForm(
        request.POST or None, initial={"starts": request.today, "level": person.level}, today=request.today
    )
    if form.is_valid():
        starts, level = form.cleaned_data["starts"], form.cleaned_data["level"]
        before = dict(person.levels.values_list("starts", "level"))
        set_level(person, starts, level, request.me, nursery=request.nursery, now=request.now)
        said = _("On record: %(level)s from %(day)s.") % {
            "level": Level(level).label,
            "day": say_day(starts, year=True),
        }
        messages.success(request, said)
        return _back(request, person, starts, before.get(starts))
    return render(request, "rota/level_set.html", {"form": form, "person": person}, status=422 if form.errors else 200)


@manager
@require_POST
def level_remove(request: MemberRequest, public_id: str, day: str) -> HttpResponse:
    """Take out the level that begins on a day."""
    person = get_object_or_404(Person, public_id=public_id)
    starts = parse_day(day)
    if starts is None:
        raise Http404
    before = dict(person.levels.values_list("starts", "level"))
    if remove_level(person, starts, request.me, nursery=request.nursery, now=request.now):
        messages.success(request, _("Taken out: the level from %(day)s.") % {"day": say_day(starts, year=True)})
    return _back(request, person, starts, before.get(starts))


def _back(request: MemberRequest, person: Person, starts: dt.date, was: int | None) -> HttpResponse:
    """The person's page, told what the level of that day was (empty: there was none), to say what has changed."""
    url = reverse("rota:person_clearances", args=[request.nursery.slug, person.public_id])
    return HttpResponseRedirect(f"{url}?level={starts.isoformat()}&was={'' if was is None else was}#level-effects")
