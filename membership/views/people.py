"""The manager's pages of who belongs to the nursery."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, manager
from accounts.models import Person
from membership.actions.inviting import invite
from membership.actions.people import add_person, correct_person
from membership.forms.people import AddPersonForm, PersonForm, typed_of
from membership.queries.checklist import checklist_of, checklists_of
from membership.queries.members import families, member_of, members_of, open_remarks
from nursery.refusal import Refused

_FIELDS = {"shared_address": "email", "twice": "name", "last_manager": "roles"}


@manager
@require_safe
def members(request: MemberRequest) -> HttpResponse:
    """Everybody, and where each stands; `?name=` looks for somebody."""
    name = request.GET.get("name", "").strip()[:200]
    found = members_of(request.now, request.today, name)
    lists = checklists_of([row.person for row in found.rows], request.nursery, request.today)
    rows = [(row, lists.get(row.person.pk)) for row in found.rows]
    context = {"members": found, "rows": rows, "name": name, "today": request.today}
    return render(request, "membership/members.html", context)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: MemberRequest) -> HttpResponse:
    form = AddPersonForm(request.POST if request.method == "POST" else None, families=families(), today=request.today)
    if form.is_valid():
        try:
            added = add_person(form.known(), nursery=request.nursery, today=request.today)
        except Refused as error:
            form.add_error(_FIELDS.get(error.refusal.code), str(error.refusal))
        else:
            if form.cleaned_data["invited"]:
                invite(added, request.me, nursery=request.nursery, now=request.now, today=request.today)
                said = _("%(name)s is entered and invited.")
            else:
                said = _("%(name)s is entered.")
            messages.success(request, said % {"name": added.name})
            return to_person(request, added)
    return render(request, "membership/person_add.html", {"form": form}, status=422 if form.errors else 200)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: MemberRequest, public_id: str) -> HttpResponse:
    """What is known of somebody, to be corrected, and where they stand."""
    found = get_object_or_404(Person.objects.select_related("family"), public_id=public_id)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        families=families(),
        today=request.today,
        initial=typed_of(found),
    )
    if form.is_valid():
        try:
            correct_person(found, form.known(), nursery=request.nursery, now=request.now, today=request.today)
        except Refused as error:
            form.add_error(_FIELDS.get(error.refusal.code), str(error.refusal))
        else:
            messages.success(request, _("Changed."))
            return to_person(request, found)
    context = {
        "form": form,
        "row": member_of(found, request.now, request.today),
        "remarks": open_remarks(found),
        "checklist": checklist_of(found, request.nursery, request.today),
        "today": request.today,
    }
    return render(request, "membership/person.html", context, status=422 if form.errors else 200)


def to_person(request: MemberRequest, found: Person) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("membership:person", args=[request.nursery.slug, found.public_id]))
