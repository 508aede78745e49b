"""What is kept about whoever asks: to be read, put right and taken away."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, member
from accounts.limits import too_often
from accounts.models import Child
from accounts.proof import showed_lately
from membership.actions.remarking import remark_about_me
from membership.forms.people import RemarkForm
from membership.queries.members import open_remarks
from nursery.refusal import Refused
from rights.papers.held import held_zip
from rights.queries.held import kinds_held
from rights.queries.log import wish_of


@member
@never_cache
@require_safe
def held(request: MemberRequest) -> HttpResponse:
    """What is kept, why and how long; what they can change themselves, and how to say that something is not right."""
    return _page(request, RemarkForm())


def _page(request: MemberRequest, form: RemarkForm, *, status: int = 200) -> HttpResponse:
    form.fields["text"].help_text = _("Say what, and the manager reads it.")
    form.fields["text"].label = _("What is not right?")
    family = request.me.family_id
    context = {
        "periods": kinds_held(request.me, request.nursery),
        "children": Child.objects.filter(family=family).order_by("born", "pk") if family else [],
        "remarks": open_remarks(request.me),
        "form": form,
        "proven": showed_lately(request),
        "wish": wish_of(request.me),
    }
    return render(request, "rights/held.html", context, status=status)


@member
@never_cache
@require_POST
def download(request: MemberRequest) -> HttpResponse:
    """The archive. Whoever has not lately shown who they are does so first, and comes back to the page."""
    if not showed_lately(request):
        way = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
        here = reverse("rights:held", args=[request.nursery.slug])
        return HttpResponseRedirect(f"{way}?{urlencode({'next': f'{here}#take-away'})}")
    if answer := too_often(request, "held_taken_away", str(request.me.pk)):
        return answer
    name = f"{request.nursery.slug}-{request.today.isoformat()}.zip"
    packed = held_zip(request.me, request.nursery, request.now)
    return FileResponse(packed, as_attachment=True, filename=name)  # type: ignore[return-value]  # stubs part the two


@member
@require_POST
def remark(request: MemberRequest) -> HttpResponse:
    """A note to the manager; nothing changes by it."""
    if answer := too_often(request, "remark", str(request.me.pk)):
        return answer
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            remark_about_me(
                request.me, form.cleaned_data["text"], nursery=request.nursery, now=request.now, today=request.today
            )
        except Refused as error:
            form.add_error("text", str(error.refusal))
        else:
            messages.success(request, _("The manager has your note."))
            return HttpResponseRedirect(reverse("rights:held", args=[request.nursery.slug]))
    return _page(request, form, status=422)
