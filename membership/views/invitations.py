"""Inviting, taking it back, and what stands on the other side of an invitation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, manager, member
from accounts.models import Person
from membership.actions.inviting import bring_back, invite, recall
from membership.actions.joining import set_done
from membership.models import Invitation, Remark
from membership.views.people import to_person
from nursery.refusal import Refused


@manager
@require_POST
def person_invite(request: MemberRequest, public_id: str) -> HttpResponse:
    """For the first time or again: only the newest link works."""
    found = get_object_or_404(Person, public_id=public_id)
    try:
        invite(found, request.me, nursery=request.nursery, now=request.now, today=request.today)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        said = _("%(name)s is invited at %(email)s.") % {"name": found.name, "email": found.email}
        messages.success(request, said)
    return to_person(request, found)


@manager
@require_POST
def invitation_recall(request: MemberRequest, public_id: str) -> HttpResponse:
    found = _invitation(public_id)
    if recall(found, now=request.now):
        undo = reverse("membership:invitation_bring_back", args=[request.nursery.slug, public_id])
        said = _("The invitation of %(name)s is taken back: its link lets nobody in.") % {"name": found.person.name}
        messages.success(request, said, extra_tags=undo)
    else:
        messages.info(request, _("That invitation works no more already."))
    return to_person(request, found.person)


@manager
@require_POST
def invitation_bring_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """Undo of the above."""
    found = _invitation(public_id)
    if bring_back(found, now=request.now):
        messages.success(request, _("The invitation works again."))
    else:
        messages.info(request, _("That invitation cannot come back. Invite them again instead."))
    return to_person(request, found.person)


@manager
@require_POST
def remark_done(request: MemberRequest, public_id: str) -> HttpResponse:
    """Seen to; `again` is its Undo."""
    found = get_object_or_404(Remark.objects.select_related("person"), public_id=public_id)
    done = "again" not in request.GET
    set_done(found, done=done, now=request.now)
    if done:
        undo = reverse("membership:remark_done", args=[request.nursery.slug, public_id]) + "?again"
        messages.success(request, _("Put aside."), extra_tags=undo)
    return to_person(request, found.person)


@member
@require_safe
def joined(request: MemberRequest) -> HttpResponse:
    """Right after coming in: nothing more to do, or a password or passkey, then on to the week."""
    return render(request, "membership/joined.html")


def _invitation(public_id: str) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("person"), public_id=public_id)
