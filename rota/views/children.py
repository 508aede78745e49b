"""Marking the children of a day, with one tap each."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, member
from accounts.models import Child
from nursery.models import Session
from nursery.refusal import Refusal, Refused
from rota.actions.children import mark_child
from rota.models import DayMarkKind
from rota.views.attendance import attendance_url, find_day, in_row, look_at, page


def _mark(request: MemberRequest, child: Child, session: Session, day: dt.date, mark: str) -> Refusal | None:
    reason = request.POST.get("reason", "")
    try:
        mark_child(child, session, day, mark, request.me, nursery=request.nursery, now=request.now, reason=reason)
    except Refused as error:
        return error.refusal
    return None


@member
@require_POST
def child_mark(request: MemberRequest, day: str) -> HttpResponse:
    """`mark` is away, settling_in, extra, or empty (as booked again), of the `child` in the `session` (its key)."""
    date = find_day(day)
    sessions = Session.objects.select_related("room").filter(weekday=date.weekday())
    session = get_object_or_404(sessions, key=request.POST.get("session", ""))
    here = look_at(request, date)
    room = next((room for room in here.rooms if room.key == session.room.key), None)
    if room is None or not room.may_see:
        raise PermissionDenied(_("The children’s names are for whoever runs care in their room, and for the manager."))
    mark, wanted = request.POST.get("mark", ""), request.POST.get("child", "")
    if mark and mark not in DayMarkKind.values:
        return HttpResponseBadRequest(_("Mark a child as away, settling in, or here for an extra session."))
    if not wanted:
        unsaid = Refusal("child", _("Nobody was chosen."), _("Choose a child first."), override=False)
        return _answer(request, None, session, date, mark, unsaid)
    child = get_object_or_404(Child, public_id=wanted)
    return _answer(request, child, session, date, mark, _mark(request, child, session, date, mark))


def _answer(
    request: MemberRequest, child: Child | None, session: Session, day: dt.date, mark: str, refusal: Refusal | None
) -> HttpResponse:
    """The child's row, or (where one was added) the session, with what is required; without script the page again."""
    asks = refusal is not None and refusal.code == "reason"
    status = 200 if refusal is None else 422 if asks or child is None else 409
    row, whole = in_row(request, "child-"), in_row(request, "session-")
    if refusal is None and not row and not whole:
        return HttpResponseRedirect(attendance_url(request, day, "children"))
    here = look_at(request, day)
    said = {
        "refused_child": child.public_id if child else "",
        "refused_session": session.key,
        "refusal": refusal,
        "asked": mark,
        "asks": asks,
        "reason": request.POST.get("reason", ""),
    }
    room = next((room for room in here.rooms if room.key == session.room.key and room.may_see), None)
    if room is None or not (row or whole):
        return page(request, here, status=status, **said)
    part = next(part for part in room.sessions if part.session.key == session.key)
    one = next((each for each in part.children if child is not None and each.child.pk == child.pk), None)
    context = {"here": here, "room": room, "part": part, "one": one, "whole": whole, "changed": True, **said}
    return render(request, "rota/children_changed.html", context, status=status)
