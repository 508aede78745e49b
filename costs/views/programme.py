"""What it costs to run parent duty: kept by the manager and the treasurer."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, money_keeper
from costs.actions.programme import add_programme_entry, change_programme_entry, remove_programme_entry
from costs.forms.kept import ProgrammeForm, shown
from costs.models import ProgrammeEntry
from costs.programme_kinds import say_programme_kind
from costs.queries.kept import own_programme_kinds, programme_rate_keys, programme_rows
from costs.views.answer import add_refusal, take_out
from nursery.refusal import Refused

_FIELDS = {"closed_term": "date", "ahead": "date", "no_rate": "rate"}


@money_keeper
@require_safe
def programme(request: MemberRequest) -> HttpResponse:
    """Every entry, the latest first (`?page=2`), with what it comes to in the central estimate."""
    rows, page = programme_rows(request.GET.get("page", ""))
    return render(request, "costs/programme.html", {"rows": rows, "page": page})


@money_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def programme_add(request: MemberRequest) -> HttpResponse:
    """One more: hours at a rate, or an amount."""
    form = _form(request, {"date": request.today})
    if form.is_valid():
        try:
            entry = add_programme_entry(form.spent(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            add_refusal(form, error.refusal, _FIELDS)
        else:
            undo = reverse("costs:programme_remove", args=[request.nursery.slug, entry.public_id])
            said = _("Kept: %(kind)s.") % {"kind": say_programme_kind(entry.kind)}
            messages.success(request, said, extra_tags=undo)
            return _to_programme(request)
    return render(request, "costs/programme_add.html", {"form": form}, status=422 if form.errors else 200)


@money_keeper
@require_http_methods(["GET", "HEAD", "POST"])
def programme_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """What it was, or when."""
    entry = get_object_or_404(ProgrammeEntry, public_id=public_id)
    now_so = {
        "kind": entry.kind,
        "date": entry.date,
        "amount": entry.amount,
        "hours": shown(entry.hours),
        "rate": entry.rate,
        "note": entry.note,
    }
    form = _form(request, now_so)
    if form.is_valid():
        try:
            change_programme_entry(entry, form.spent(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            add_refusal(form, error.refusal, _FIELDS)
        else:
            messages.success(request, _("Changed."))
            return _to_programme(request)
    context = {"form": form, "entry": entry}
    return render(request, "costs/programme_change.html", context, status=422 if form.errors else 200)


@money_keeper
@require_POST
def programme_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Out of the figures; the changes remember it."""
    entry = ProgrammeEntry.objects.filter(public_id=public_id).first()
    take_out(request, entry, remove_programme_entry)
    return _to_programme(request)


def _form(request: MemberRequest, initial: dict[str, object]) -> ProgrammeForm:
    return ProgrammeForm(
        request.POST if request.method == "POST" else None,
        nursery=request.nursery,
        today=request.today,
        own_kinds=own_programme_kinds(),
        rates=programme_rate_keys(),
        initial=initial,
    )


def _to_programme(request: MemberRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("costs:programme", args=[request.nursery.slug]))
