"""The manager passes approvals on for a span of days."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, manager
from accounts.models import Deputy
from nursery.refusal import Refused
from rota.actions.deputies import end_deputy, name_deputy
from rota.forms.deputies import DeputyForm
from rota.queries.deputies import could_deputise, deputies_from


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: MemberRequest) -> HttpResponse:
    """Who deputises now and later, and a form to name somebody."""
    form = DeputyForm(
        request.POST if request.method == "POST" else None,
        people=could_deputise(request.today),
        today=request.today,
        initial={"starts": request.today},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            deputy = name_deputy(
                data["person"], data["starts"], data["ends"], request.me, nursery=request.nursery, now=request.now
            )
        except Refused as error:
            form.add_error(None, str(error.refusal))
        else:
            undo = reverse("rota:deputy_end", args=[request.nursery.slug, deputy.public_id])
            said = _("%(name)s says yes or no in your stead on these days.") % {"name": deputy.person.short_name}
            messages.success(request, said, extra_tags=undo)
            return _again(request)
    context = {"form": form, "deputies": deputies_from(request.today), "today": request.today}
    return render(request, "rota/deputies.html", context, status=422 if form.errors else 200)


@manager
@require_POST
def deputy_end(request: MemberRequest, public_id: str) -> HttpResponse:
    """At once."""
    deputy = get_object_or_404(Deputy.objects.select_related("person"), public_id=public_id)
    end_deputy(deputy, request.me, nursery=request.nursery, now=request.now, today=request.today)
    messages.success(request, _("%(name)s no longer deputises.") % {"name": deputy.person.short_name})
    return _again(request)


def _again(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("rota:deputies", args=[request.nursery.slug]))
