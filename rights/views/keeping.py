"""How long the nursery keeps what names somebody, what was erased, and who asks to be."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, manager, member
from nursery.refusal import Refused
from rights.actions.wishing import decide_wish, take_wish_back, wish_to_be_erased
from rights.forms.keeping import KeepingForm
from rights.models import Wish
from rights.queries.log import latest_erasures, wishes


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: MemberRequest) -> HttpResponse:
    """The periods, the log of the last nights, and the wishes that wait."""
    form = KeepingForm(request.POST if request.method == "POST" else None, instance=request.nursery.policy)
    if form.is_valid():
        form.save()
        messages.success(request, _("Changed. It counts from the coming night."))
        return _to_keeping(request)
    context = {"form": form, "erasures": latest_erasures(), "wishes": wishes(), "today": request.today}
    return render(request, "rights/keeping.html", context, status=422 if form.errors else 200)


def _to_keeping(request: MemberRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("rights:keeping", args=[request.nursery.slug]))


@manager
@require_POST
def wish_decide(request: MemberRequest, public_id: str) -> HttpResponse:
    """`answer` is "yes" or "no"."""
    wish = get_object_or_404(Wish.objects.select_related("person"), public_id=public_id)
    answer = request.POST.get("answer", "")
    if answer in {"yes", "no"}:
        decide_wish(wish, request.me, granted=answer == "yes", now=request.now)
        said = (
            _("%(name)s is erased the night after their last day.")
            if answer == "yes"
            else _("%(name)s is kept as long as the nursery keeps everybody.")
        )
        messages.success(request, said % {"name": wish.person.short_name})
    return _to_keeping(request)


@member
@require_POST
def wish(request: MemberRequest) -> HttpResponse:
    """Ask to be erased as soon as one has left; with `back`, no longer."""
    if "back" in request.POST:
        if take_wish_back(request.me):
            messages.success(request, _("Taken back: you are kept as long as everybody."))
    else:
        try:
            wish_to_be_erased(
                request.me,
                _("I ask to be erased as soon as I have left."),
                nursery=request.nursery,
                now=request.now,
                today=request.today,
            )
        except Refused as error:
            messages.warning(request, str(error.refusal))
        else:
            messages.success(request, _("The manager is told, and decides."))
    return HttpResponseRedirect(f"{reverse('rights:held', args=[request.nursery.slug])}#earlier")
