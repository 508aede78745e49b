"""Naming who runs a shift."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, approver
from accounts.models import Person
from nursery.refusal import Refused
from rota.actions.lead import name_lead
from rota.models import Shift


@approver
@require_POST
def shift_lead(request: MemberRequest, public_id: str) -> HttpResponse:
    """`lead` is the public id of who runs the shift; empty: whoever is paid and of the highest level."""
    shift = get_object_or_404(Shift, public_id=public_id)
    wanted = request.POST.get("lead", "")
    person = get_object_or_404(Person, public_id=wanted) if wanted else None
    try:
        name_lead(shift, person, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        said = (
            _("%(name)s runs this shift.") % {"name": person.short_name} if person else _("Nobody is named any more.")
        )
        messages.success(request, said)
    return HttpResponseRedirect(reverse("rota:shift", args=[request.nursery.slug, shift.public_id]))
