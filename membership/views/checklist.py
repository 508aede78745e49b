"""What somebody new still has to do: their own page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, member
from membership.queries.checklist import checklist_of


@member
@require_safe
def checklist(request: MemberRequest) -> HttpResponse:
    """Mine alone: no address leads to another's."""
    found = checklist_of(request.me, request.nursery, request.today)
    return render(request, "membership/checklist.html", {"checklist": found, "today": request.today})
