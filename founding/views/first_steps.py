"""What comes next, in a nursery that has just been made."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, manager
from founding.queries.first_steps import first_steps


@manager
@require_safe
def steps_of_nursery(request: MemberRequest) -> HttpResponse:
    found = first_steps(request.nursery, request.me, request.today)
    return render(request, "founding/first_steps.html", {"steps": found, "open": sum(not step.done for step in found)})
