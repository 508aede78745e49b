"""The first page of each role, put together from all below."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, member
from accounts.queries import memberships
from home.queries import home_of
from membership.queries.checklist import checklist_of


@member
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """What this person came for, the nearest in time first."""
    found = home_of(request.me, request.nursery, request.now, request.today)
    return render(request, "home/home.html", {"home": found, "today": request.today})


@member
@require_safe
def more(request: MemberRequest) -> HttpResponse:
    """Everything that is not one of the first three places."""
    others = [m for m in memberships(request.user, request.today) if m.nursery != request.nursery]
    checklist = checklist_of(request.me, request.nursery, request.today)
    return render(request, "home/more.html", {"other_nurseries": others, "checklist": checklist})
