"""Standing turns: who holds a place of a pattern week after week."""

from typing import cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, manager
from nursery.refusal import refuse
from rota.actions.standing import add_standing_turn, end_standing_turn, fill_standing_turns
from rota.forms import StandingEndForm, StandingTurnForm
from rota.models import PlaceKind, ShiftPattern, StandingTurn
from rota.queries.proposal import Proposal
from rota.queries.standing import patterns_with_turns
from rota.queries.standing_proposals import all_turns_fill, ending_turn_frees, new_turn_fills
from rota.rules.standing import turn_refusal
from rota.views.preview import Looked, look_then_do


def _page(request: MemberRequest) -> str:
    return reverse("rota:standing_turns", args=[request.nursery.slug])


@manager
@require_safe
def standing_turns(request: MemberRequest) -> HttpResponse:
    """Every pattern with those who stand in it."""
    rows = patterns_with_turns(request.today)
    return render(request, "rota/standing_turns.html", {"patterns": rows, "any": any(row.turns for row in rows)})


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def standing_add(request: MemberRequest, public_id: str) -> HttpResponse:
    """Give somebody a standing turn in this pattern; what it fills of the shifts that are there is shown before."""
    pattern = get_object_or_404(ShiftPattern.objects.select_related("duty", "room"), public_id=public_id)
    form = StandingTurnForm(
        request.POST if request.method == "POST" else None,
        pattern=pattern,
        today=request.today,
        initial={
            "kind": PlaceKind.PARENT if pattern.parent_places else PlaceKind.PAID,
            "starts": max(request.today, pattern.starts_on or request.today),
        },
    )

    def looked(valid: forms.Form) -> Looked:
        turn = cast(StandingTurnForm, valid).turn()

        def propose() -> Proposal:
            others = StandingTurn.objects.filter(pattern=pattern).select_related("person")
            refuse(turn_refusal(turn, pattern, others))
            return new_turn_fills(turn, nursery=request.nursery, now=request.now)

        return Looked(
            propose,
            lambda digest: add_standing_turn(turn, digest, request.me, nursery=request.nursery, now=request.now),
            _page(request),
        )

    return look_then_do(request, form, "rota/standing_add.html", looked, {"pattern": pattern})


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def standing_end(request: MemberRequest, public_id: str) -> HttpResponse:
    """No more turns after a day."""
    turn = get_object_or_404(
        StandingTurn.objects.select_related("pattern__duty", "pattern__room", "person"), public_id=public_id
    )
    form = StandingEndForm(
        request.POST if request.method == "POST" else None, today=request.today, initial={"last": request.today}
    )

    def looked(valid: forms.Form) -> Looked:
        last, free = valid.cleaned_data["last"], valid.cleaned_data["free"]
        return Looked(
            lambda: ending_turn_frees(turn, last, free=free, nursery=request.nursery, now=request.now),
            lambda digest: end_standing_turn(
                turn, last, digest, request.me, free=free, nursery=request.nursery, now=request.now
            ),
            _page(request),
        )

    return look_then_do(request, form, "rota/standing_end.html", looked, {"turn": turn, "pattern": turn.pattern})


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def standing_fill(request: MemberRequest) -> HttpResponse:
    """What standing turns would fill of the shifts that are there, whom they would not, and why."""
    looked = Looked(
        lambda: all_turns_fill(nursery=request.nursery, now=request.now),
        lambda digest: fill_standing_turns(digest, request.me, nursery=request.nursery, now=request.now),
        _page(request),
    )
    form = forms.Form(request.POST if request.method == "POST" else {})
    return look_then_do(request, form, "rota/standing_fill.html", lambda _form: looked, {})
