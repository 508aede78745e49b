"""What people hold: a person's own page, the manager's register, and putting on record."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, manager, member
from accounts.models import Clearance, Decision, Level, Person, PersonLevel
from nursery.dates import parse_day, say_day
from nursery.models import ClearanceKind
from nursery.refusal import Refused
from rota.actions.clearances import correct_clearance, end_clearance, record_clearance, undo_clearance
from rota.forms import ClearanceEndForm, ClearanceForm, said_of
from rota.queries.clearance_effects import (
    ClearanceEffects,
    TurnEffect,
    before_change,
    clearance_effects,
    level_effects,
    with_change,
)
from rota.queries.clearances import PersonClearances, Show, clearance_history, clearances_of, register_of


@member
@require_safe
def my_clearances(request: MemberRequest) -> HttpResponse:
    """What I hold, when it ends, what it lets me do, and what is missing. Mine alone: no address leads to another's."""
    seen = clearances_of(request.me, request.nursery, request.now, request.today)
    return render(request, "rota/my_clearances.html", {"seen": seen, "today": request.today})


@manager
@require_safe
def clearances(request: MemberRequest) -> HttpResponse:
    """Who lacks what, what ends, who is booked and not cleared; `?show=` and `?name=` say whom to list."""
    show = request.GET.get("show", "")
    name = request.GET.get("name", "").strip()[:200]
    register = register_of(
        request.nursery,
        request.now,
        request.today,
        Show(show) if show in list(Show) else Show.ALL,
        name,
    )
    ways = [{"show": each.value, "people": number} for each, number in register.counts.items()]
    return render(request, "rota/clearances.html", {"register": register, "ways": ways, "today": request.today})


@manager
@require_safe
def person_clearances(request: MemberRequest, public_id: str) -> HttpResponse:
    """All that somebody holds and held; `?changed=` names what was just put on record, to say what that changes."""
    person = _person(public_id)
    seen = clearances_of(person, request.nursery, request.now, request.today)
    asked = request.GET.get("changed", "")
    changed = next((row for row in seen.member.clearances if asked and row.public_id == asked), None)
    effects = None
    if changed is not None:
        on_record = seen.member.clearances
        effects = clearance_effects(
            person, before_change(changed, on_record), on_record, request.nursery, request.now, saved=True
        )
    lost = {change.booking.pk for change in effects.lost} if effects else set()
    level_day = parse_day(request.GET.get("level", ""))
    context = {
        "person": person,
        "seen": seen,
        "changed": changed,
        "effects": effects,
        "uncleared": [each for each in seen.uncleared if each.booking.pk not in lost],
        "level_changed": level_day is not None,
        "level_effects": _level_effects(request, seen, level_day) if level_day else [],
        "history": clearance_history(person),
        "today": request.today,
    }
    return render(request, "rota/person_clearances.html", context)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def clearance_add(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put a clearance of somebody on record; `?kind=` says which."""
    person = _person(public_id)
    kind = request.GET.get("kind", "")
    initial: dict[str, Any] = {"kind": kind if kind in ClearanceKind.values else "", "decision": Decision.ACCEPTED}
    if request.me != person:
        initial["checked_by"] = request.me.pk
    form = ClearanceForm(request.POST or None, initial=initial, person=person, today=request.today)
    effects = None
    if form.is_valid():
        made = form.clearance()
        if "look" in request.POST:
            effects = _preview(request, made, list(person.clearances.all()))
        else:
            try:
                record_clearance(made, request.me, nursery=request.nursery, now=request.now)
            except Refused as error:
                form.add_error(None, str(error.refusal))
            else:
                return _recorded(request, made, _("On record: %(what)s.") % {"what": _say(made)})
    return _form_page(request, "rota/clearance_add.html", form, {"person": person, "effects": effects})


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def clearance_correct(request: MemberRequest, public_id: str) -> HttpResponse:
    """Correct what is on record; what it said before is kept."""
    stored = _clearance(public_id)
    form = ClearanceForm(request.POST or None, initial=said_of(stored), person=stored.person, today=request.today)
    effects = None
    if form.is_valid():
        said = form.clearance()
        if "look" in request.POST:
            said.pk = stored.pk
            effects = _preview(request, said, list(stored.person.clearances.all()))
        else:
            try:
                made = correct_clearance(stored, said, request.me, nursery=request.nursery, now=request.now)
            except Refused as error:
                form.add_error(None, str(error.refusal))
            else:
                if made.recorded_at != request.now:
                    messages.info(request, _("Nothing was changed."))
                    return HttpResponseRedirect(_person_url(request, stored.person))
                return _recorded(request, made, _("Corrected: %(what)s.") % {"what": _say(made)})
    context = {"person": stored.person, "clearance": stored, "effects": effects}
    return _form_page(request, "rota/clearance_correct.html", form, context)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def clearance_end(request: MemberRequest, public_id: str) -> HttpResponse:
    """Let a clearance end earlier than it says."""
    stored = _clearance(public_id)
    form = ClearanceEndForm(request.POST or None, initial={"last": request.today}, today=request.today)
    effects = None
    if form.is_valid():
        last = form.cleaned_data["last"]
        if "look" in request.POST:
            said = _clearance(public_id)
            said.ends = last
            effects = _preview(request, said, list(stored.person.clearances.all()))
        else:
            try:
                made = end_clearance(stored, last, request.me, nursery=request.nursery, now=request.now)
            except Refused as error:
                form.add_error("last", str(error.refusal))
            else:
                said_end = _("%(what)s now ends on %(day)s.") % {
                    "what": ClearanceKind(made.kind).label,
                    "day": say_day(last, year=True),
                }
                return _recorded(request, made, said_end[:1].upper() + said_end[1:])
    context = {"person": stored.person, "clearance": stored, "effects": effects}
    return _form_page(request, "rota/clearance_end.html", form, context)


@manager
@require_POST
def clearance_undo(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take back what was just put on record."""
    stored = _clearance(public_id)
    try:
        undo_clearance(stored, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("Undone: the record is as it was."))
    return HttpResponseRedirect(_person_url(request, stored.person))


def _level_effects(request: MemberRequest, seen: PersonClearances, day: dt.date) -> list[TurnEffect]:
    """What is otherwise since the level that begins on `day` was `?was=` (empty: none began then)."""
    person = seen.member.person
    was = request.GET.get("was", "")
    before = [row for row in seen.levels if row.starts != day]
    if was in {str(level) for level in Level.values}:
        before.append(PersonLevel(person=person, starts=day, level=int(was)))
    return level_effects(person, before, request.nursery, request.now)


def _person(public_id: str) -> Person:
    return get_object_or_404(Person.objects.select_related("family"), public_id=public_id)


def _clearance(public_id: str) -> Clearance:
    return get_object_or_404(Clearance.objects.select_related("person"), public_id=public_id, replaced_at=None)


def _person_url(request: MemberRequest, person: Person) -> str:
    return reverse("rota:person_clearances", args=[request.nursery.slug, person.public_id])


def _say(clearance: Clearance) -> str:
    label = str(ClearanceKind(clearance.kind).label)
    if clearance.decision == Decision.NOT_ACCEPTED:
        return _("%(what)s, not accepted") % {"what": label}
    return label


def _preview(request: MemberRequest, said: Clearance, on_record: Sequence[Clearance]) -> ClearanceEffects:
    """What it would do to the turns ahead, if it were put on record."""
    return clearance_effects(
        said.person, on_record, with_change(said, on_record), request.nursery, request.now, saved=False
    )


def _recorded(request: MemberRequest, made: Clearance, sentence: str) -> HttpResponse:
    undo = reverse("rota:clearance_undo", args=[request.nursery.slug, made.public_id])
    messages.success(request, sentence, extra_tags=undo)
    return HttpResponseRedirect(f"{_person_url(request, made.person)}?changed={made.public_id}")


def _form_page(request: MemberRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, template, {"form": form, "today": request.today} | context, status=422 if form.errors else 200
    )
