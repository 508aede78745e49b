"""Adding, changing and ending a weekly pattern."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, manager
from nursery.dates import WEEK, monday_of
from nursery.refusal import Refused, refuse
from rota.actions.patterns import add_pattern, change_pattern, end_pattern
from rota.forms import PatternChangeForm, PatternEndForm, PatternForm
from rota.models import ShiftPattern
from rota.queries.patterns import pattern_change as what_a_change_does
from rota.queries.patterns import pattern_end as what_ending_does
from rota.queries.proposal import Proposal
from rota.rules.planning import pattern_change_refusal, pattern_end_refusal
from rota.views.preview import Looked, look_then_do


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def pattern_add(request: MemberRequest) -> HttpResponse:
    """A new weekly pattern, from today on unless told otherwise; its shifts are made from the plan, after a look."""
    sent = request.POST if request.method == "POST" else None
    form = PatternForm(sent, today=request.today, initial={"starts_on": request.today})
    if form.is_valid():
        try:
            add_pattern(form.pattern(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            form.add_error(None, str(error.refusal))
        else:
            messages.success(request, _("The pattern is there. Look at what it would make, then make it."))
            return HttpResponseRedirect(reverse("rota:plan", args=[request.nursery.slug]))
    return render(request, "rota/pattern_add.html", {"form": form}, status=422 if form.errors else 200)


def _find(public_id: str) -> ShiftPattern:
    return get_object_or_404(ShiftPattern.objects.select_related("duty", "room"), public_id=public_id)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def pattern_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """Other times, duty, room, weekday, places or end from a day on: whom it reaches is said before it is done."""
    pattern = _find(public_id)
    form = PatternChangeForm(
        request.POST if request.method == "POST" else None,
        today=request.today,
        initial={
            "duty": pattern.duty_id,
            "room": pattern.room_id,
            "weekday": pattern.weekday,
            "starts": pattern.starts,
            "ends": pattern.ends,
            "paid_places": pattern.paid_places,
            "parent_places": pattern.parent_places,
            "ends_on": pattern.ends_on,
            "first": max(monday_of(request.today) + WEEK, pattern.starts_on or request.today),
        },
    )

    def looked(valid: forms.Form) -> Looked:
        changed, first = cast(PatternChangeForm, valid).changed(pattern), valid.cleaned_data["first"]

        def propose() -> Proposal:
            others = ShiftPattern.objects.filter(duty=changed.duty).exclude(pk=pattern.pk)
            refuse(pattern_change_refusal(pattern, changed, first, others, request.today))
            return what_a_change_does(pattern, changed, first, nursery=request.nursery, now=request.now)

        return Looked(
            propose,
            lambda digest: change_pattern(
                pattern,
                changed,
                first,
                digest,
                request.me,
                nursery=request.nursery,
                now=request.now,
                today=request.today,
            ),
        )

    return look_then_do(request, form, "rota/pattern_change.html", looked, {"pattern": pattern})


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def pattern_end(request: MemberRequest, public_id: str) -> HttpResponse:
    """No more of its shifts after a day."""
    pattern = _find(public_id)
    form = PatternEndForm(
        request.POST if request.method == "POST" else None, today=request.today, initial={"last": request.today}
    )

    def looked(valid: forms.Form) -> Looked:
        last = valid.cleaned_data["last"]

        def propose() -> Proposal:
            refuse(pattern_end_refusal(pattern, last, request.today))
            return what_ending_does(pattern, last, nursery=request.nursery, now=request.now)

        return Looked(
            propose,
            lambda digest: end_pattern(
                pattern,
                last,
                digest,
                request.me,
                nursery=request.nursery,
                now=request.now,
                today=request.today,
            ),
        )

    return look_then_do(request, form, "rota/pattern_end.html", looked, {"pattern": pattern})
