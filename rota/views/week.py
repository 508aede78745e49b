"""The week, one place, one shift, and my own shifts."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, member
from nursery.dates import parse_day
from rota.models import LIVE, Booking, HistoryEntry, PlaceKind, Shift
from rota.queries.calling import shift_calls
from rota.queries.facts import shifts_with_places
from rota.queries.handing import takers
from rota.queries.levels import with_levels
from rota.queries.mine import my_rota
from rota.queries.shares import share_with, term_on
from rota.queries.swaps import swaps_with
from rota.queries.week import place_in_day, week_of
from rota.rules.closed_term import closed_term_refusal
from rota.rules.facts import Post
from rota.rules.handing import are_family
from rota.rules.leaving import ask_for_cover_refusal, give_back_refusal, notice_ends_at, undo_refusal
from rota.rules.marking import leads_of, marking_refusal
from rota.views.answer import find_place, in_page, in_place, week_url


@member
@require_safe
def week(request: MemberRequest) -> HttpResponse:
    """Every day's shifts of the week that holds `?day=` (default today)."""
    asked = request.GET.get("day", "")
    day = parse_day(asked) if asked else request.today
    shown = week_of(day or request.today, request.me, request.nursery, request.now, request.today)
    piece = request.htmx and request.htmx.target == "week"  # type: ignore[attr-defined]
    template = "rota/week.html#week" if piece else "rota/week.html"
    context = {"week": shown, "unknown_day": asked if day is None else "", "asked_day": day}
    return render(request, template, context)


@member
@require_safe
def place(request: MemberRequest, public_id: str) -> HttpResponse:
    """One place: when, where, with whom, what it needs, and the one thing that I would do with it."""
    found = find_place(public_id)
    seen = place_in_day(found, request.me, request.nursery, request.now, request.today)
    row = seen.row
    context = {"row": row, "others": seen.others, "effect": seen.effect, "week_url": week_url(request, found)}
    if row.place.kind == PlaceKind.PARENT and row.act and row.refusal is None:
        context["share"] = share_with(found.shift, request.me, request.nursery, booked=row.mine)
    if row.holder is not None and are_family(row.holder.person, request.me) and (row.mine or row.act):
        row.holder.shift = found.shift
        post = Post(found, found.shift, row.holder, seen.day.closure, seen.day.term)
        context["takers"] = takers(row.holder, post, request.me, request.nursery, request.now)
    if row.mine and row.holder is not None:
        booking = row.holder
        booking.shift = found.shift
        term = seen.day.term
        context |= {
            "undo_refusal": undo_refusal(booking, request.me, request.now, term),
            "give_back_refusal": give_back_refusal(booking, request.me, request.nursery.policy, request.now, term),
            "ask_refusal": ask_for_cover_refusal(booking, request.me, request.now, term),
            "notice_ends": notice_ends_at(booking, request.nursery.policy),
            "swaps": swaps_with(booking, request.now),
        }
    if not in_page(request):
        return render(request, "rota/place.html", context)
    piece = "rota/place_shut.html" if "shut" in request.GET else "rota/place.html#opened"
    return in_place(render(request, piece, context))


@member
@require_safe
def shift(request: MemberRequest, public_id: str) -> HttpResponse:
    """One shift: who stands on it, and, for whoever runs it, who came."""
    history = HistoryEntry.objects.select_related("actor", "subject", "child").order_by("-at", "-pk")
    found = get_object_or_404(
        shifts_with_places(Shift.objects.filter(public_id=public_id)).prefetch_related(Prefetch("history", history))
    )
    bookings = list(
        with_levels(Booking.objects.filter(shift=found))
        .select_related("person", "covers__person")
        .order_by("kind", "pk")
    )
    to_mark = [b for b in bookings if b.status in {"booked", "worked", "missed"}]
    context = {
        "shift": found,
        "now": request.now,
        "bookings": to_mark,
        "open_places": [
            place
            for place in found.places.all()
            if place.pk not in {b.place_id for b in to_mark if b.status != "missed"}
        ],
        "marking_refusal": marking_refusal(found, bookings, request.me, request.now)
        or closed_term_refusal(term_on(found.date)),
        "leads": [b.person for b in to_mark if b.person_id in leads_of(found, to_mark)],
        "could_lead": [b.person for b in to_mark if b.status in LIVE and not b.shadow]
        if found.ends_at > request.now
        else [],
        "history": found.history.all() if request.me.approves else [],
        "calls": shift_calls(found, request.me, request.nursery, request.now),
    }
    return render(request, "rota/shift.html", context)


@member
@require_safe
def my_shifts(request: MemberRequest) -> HttpResponse:
    """What I am down for, what I offered, and what I have done this term."""
    return render(
        request,
        "rota/my_shifts.html",
        {"mine": my_rota(request.me, request.now, request.today), "today": request.today},
    )
