"""Days away: who is, entering them after a look at what opens, and back early."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, staff
from accounts.models import Person
from nursery.dates import DAY
from nursery.refusal import Refused
from rota.actions.absence import Back, enter_absence, shorten_absence
from rota.forms.absences import AbsenceForm, BackForm
from rota.models import Absence
from rota.queries.absences import absences_from, paid_people, places_open_through, what_opens
from rota.rules.absence import entering_refusal, span_refusal
from rota.views.booking import say_shift


@staff
@require_safe
def absences(request: MemberRequest) -> HttpResponse:
    """My days away; for whoever approves, everybody's."""
    found = absences_from(request.today, None if request.me.approves else request.me)
    return render(request, "rota/absences.html", {"absences": list(found), "today": request.today})


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def absence_add(request: MemberRequest) -> HttpResponse:
    """The days; then (they stand in the address) what they open; then one button that opens it all."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = "starts" in sent
    people = paid_people(request.today) if request.me.approves else None
    form = AbsenceForm(
        sent if asked else None,
        people=people,
        today=request.today,
        initial={"starts": request.today},
    )
    shown = None
    if asked and form.is_valid():
        person: Person = form.cleaned_data.get("person") or request.me
        starts, ends = form.cleaned_data["starts"], form.cleaned_data["ends"]
        refusal = entering_refusal(person, request.me)
        if refusal is not None:
            form.add_error(None, str(refusal))
        elif refusal := span_refusal(starts, ends, request.today):
            form.add_error("ends", str(refusal))
        elif request.method == "POST":
            return _enter(request, person, starts, ends)
        else:
            shown = {"person": person, "starts": starts, "ends": ends}
            shown["opens"] = what_opens(person, starts, ends, request.nursery, request.now)
    context = {"form": form, "shown": shown, "today": request.today}
    return render(request, "rota/absence_add.html", context, status=422 if form.errors else 200)


def _enter(request: MemberRequest, person: Person, starts: dt.date, ends: dt.date) -> HttpResponse:
    try:
        entered = enter_absence(person, starts, ends, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
        return _to_list(request)
    if not entered.ended:
        messages.success(request, _("Entered. No turn falls on these days, so nothing is open."))
        return _to_list(request)
    opened = ngettext("Entered: %(n)d place is open,", "Entered: %(n)d places are open,", len(entered.ended))
    told = ngettext(
        "and %(n)d person who could come is told.", "and %(n)d people who could come are told.", entered.told
    )
    nobody = _("and nobody who could come was found. Please ring somebody.")
    messages.success(
        request,
        f"{opened % {'n': len(entered.ended)}} {told % {'n': entered.told} if entered.told else nobody}",
    )
    return HttpResponseRedirect(reverse("rota:absence", args=[request.nursery.slug, entered.absence.public_id]))


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: MemberRequest, public_id: str) -> HttpResponse:
    """The places still open through it; and "I'm back early": another last day, or not away at all."""
    away = get_object_or_404(Absence.objects.select_related("person"), public_id=public_id)
    refusal = entering_refusal(away.person, request.me)
    if refusal is not None:
        messages.warning(request, str(refusal))
        return _to_list(request)
    altogether = "altogether" in request.POST
    form = BackForm(
        request.POST if request.method == "POST" and not altogether else None,
        today=request.today,
        initial={"last_day": max(away.starts, request.today - DAY)},
    )
    if altogether or form.is_valid():
        last_day = None if altogether else form.cleaned_data["last_day"]
        try:
            back = shorten_absence(away, last_day, request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            form = BackForm(request.POST, today=request.today)
            form.is_valid()
            form.add_error(None if altogether else "last_day", str(error.refusal))
        else:
            messages.success(request, _say_back(back))
            return _to_list(request)
    context = {
        "form": form,
        "away": away,
        "open_places": places_open_through(away, request.now),
        "today": request.today,
        "begun": away.starts < request.today,
    }
    return render(request, "rota/absence.html", context, status=422 if form.errors else 200)


def _say_back(back: Back) -> str:
    said = [_("Changed.")]
    if back.again:
        turns = "; ".join(say_shift(booking.shift) for booking in back.again)
        said.append(_("On the rota again: %(turns)s.") % {"turns": turns})
    said += [f"{say_shift(turn.shift)}: {refusal.sentence}" for turn, refusal in back.gone]
    return " ".join(said)


def _to_list(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("rota:absences", args=[request.nursery.slug]))
