"""Asking for a swap, and the answer of the one who was asked."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import MemberRequest, member
from nursery.refusal import Refusal, Refused
from rota.actions.swap import accept_swap, ask_for_swap, decline_swap, withdraw_swap
from rota.models import Booking, Place, Swap
from rota.queries.shares import term_on
from rota.queries.swaps import swap_choices
from rota.rules.swap import AT_ONCE, ask_for_swap_refusal
from rota.views.answer import next_url, week_url
from rota.views.booking import say_shift

FEW = 12  # turns shown before the later ones, which are folded away


@member
@require_http_methods(["GET", "HEAD", "POST"])
def swap_ask(request: MemberRequest, public_id: str) -> HttpResponse:
    """With whom I could swap this turn, and asking one of them or up to three."""
    booking = get_object_or_404(
        Booking.objects.select_related("shift__duty", "shift__room", "place", "person"), public_id=public_id
    )
    if booking.place is None:
        raise Http404  # a shadow's: there is no place to swap
    booking.place.shift = booking.shift
    refusal = ask_for_swap_refusal(booking, request.me, request.now, term_on(booking.shift.date))
    if refusal is not None:
        messages.warning(request, str(refusal))
        return HttpResponseRedirect(week_url(request, booking.place))
    chosen = request.POST.getlist("wanted")
    if request.method == "POST":
        refusal = _ask(request, booking, chosen)
        if refusal is None:
            return HttpResponseRedirect(next_url(request, _place_url(request, booking.place)))
    found = swap_choices(booking, request.nursery, request.now, request.today)
    sooner, later = found.choices[:FEW], found.choices[FEW:]
    context = {
        "booking": booking,
        "found": found,
        "sooner": sooner,
        "later": later,
        "later_chosen": any(other.public_id in chosen for other in later),
        "left": max(0, AT_ONCE - len(found.asked)),
        "chosen": set(chosen),
        "refusal": refusal,
        "here": request.get_full_path(),
        "today": request.today,
    }
    return render(request, "rota/swap_ask.html", context, status=422 if refusal else 200)


def _ask(request: MemberRequest, booking: Booking, chosen: list[str]) -> Refusal | None:
    wanted = list(Booking.objects.filter(public_id__in=chosen))
    if not wanted:
        return Refusal("nobody_chosen", _("Nobody is chosen yet."), _("Tick the turn that would suit you."))
    try:
        swaps = ask_for_swap(booking, wanted, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        return error.refusal
    said = ngettext(
        "%(n)d person is asked. Your turn stays yours until they say yes.",
        "%(n)d people are asked. Your turn stays yours until one of them says yes.",
        len(swaps),
    )
    messages.success(request, said % {"n": len(swaps)})
    return None


def _place_url(request: MemberRequest, place: Place) -> str:
    return reverse("rota:place", args=[request.nursery.slug, place.public_id])


def _find_swap(public_id: str) -> Swap:
    return get_object_or_404(
        Swap.objects.select_related("given__place", "given__shift", "wanted__place", "wanted__shift"),
        public_id=public_id,
    )


def _answer(
    request: MemberRequest, place: Place | None, action: Callable[[], tuple[str, Place | None]]
) -> HttpResponse:
    """Run `action`, which returns what to say and the place to show; a refusal shows `place`.

    Two places change at once, so under htmx the whole page comes anew.
    """
    try:
        said, shown = action()
    except Refused as error:
        messages.warning(request, str(error.refusal))
        shown = place
    else:
        messages.success(request, said)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    week = reverse("rota:week", args=[request.nursery.slug])
    return HttpResponseRedirect(next_url(request, week_url(request, shown) if shown is not None else week))


@member
@require_POST
def swap_accept(request: MemberRequest, public_id: str) -> HttpResponse:
    swap = _find_swap(public_id)

    def action() -> tuple[str, Place | None]:
        mine = accept_swap(swap, request.me, nursery=request.nursery, now=request.now)
        return _("Swapped: %(shift)s is yours, and they are told.") % {"shift": say_shift(mine.shift)}, mine.place

    return _answer(request, _with_shift(swap.wanted), action)


@member
@require_POST
def swap_decline(request: MemberRequest, public_id: str) -> HttpResponse:
    swap = _find_swap(public_id)

    def action() -> tuple[str, Place | None]:
        decline_swap(swap, request.me, nursery=request.nursery, now=request.now)
        return _("That is fine: your turn stays yours, and they are told."), _with_shift(swap.wanted)

    return _answer(request, _with_shift(swap.wanted), action)


@member
@require_POST
def swap_withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    swap = _find_swap(public_id)

    def action() -> tuple[str, Place | None]:
        withdraw_swap(swap, request.me, nursery=request.nursery, now=request.now)
        return _("Taken back: you no longer ask for this swap."), _with_shift(swap.given)

    return _answer(request, _with_shift(swap.given), action)


def _with_shift(booking: Booking) -> Place | None:
    if booking.place is not None:
        booking.place.shift = booking.shift
    return booking.place
