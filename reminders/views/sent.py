"""What was sent to whom, and what stood in its way; and the manager's answers to that."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, manager, member
from accounts.models import Person
from nursery.dates import moment_of, tick_of
from reminders.actions.mending import (
    bring_parked_back,
    correct_address,
    put_parked_aside,
    try_address_again,
    try_parked_again,
)
from reminders.forms.address import AddressForm
from reminders.forms.log import LogForm
from reminders.models import Bounced
from reminders.queries.log import OWN, Asked, log_page, people_written_to
from reminders.queries.troubles import troubles


@manager
@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    """First what needs the manager, then the log by day, newest first."""
    form = LogForm(request.GET, people=people_written_to())
    asked = form.asked(_typed(request.GET, "before"))
    narrowed = bool(form.changed_data)
    context = {
        "troubles": None if narrowed or asked.before else troubles(request.nursery, request.now, request.today),
        "form": form,
        "page": log_page(request.nursery, asked),
        "narrowed": narrowed,
        "asked": asked,
        "older": _others(request),
        "today": request.today,
    }
    return render(request, "reminders/sent.html", context, status=422 if form.errors else 200)


def _others(request: MemberRequest) -> str:
    """What was asked, without where the page begins: as the beginning of the next page's query."""
    said = {key: value for key, value in request.GET.items() if value and key != "before"}
    return urlencode(said) + "&" if said else ""


@member
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """The same of oneself, six months back."""
    asked = Asked(person=request.me, before=_typed(request.GET, "before"))
    page = log_page(request.nursery, asked, since=request.now - OWN)
    return render(request, "reminders/mine.html", {"page": page, "asked": asked, "older": "", "today": request.today})


@manager
@require_POST
def address_try(request: MemberRequest, public_id: str) -> HttpResponse:
    """Forget that an address was refused, and try it again."""
    bounced = Bounced.objects.filter(public_id=public_id).select_related("person").first()
    if bounced is None:
        messages.info(request, _("Somebody has seen to this already."))
    else:
        again = try_address_again(bounced, nursery=request.nursery, now=request.now)
        said = _("%(name)s’s address is tried again.") % {"name": bounced.person.short_name}
        messages.success(request, f"{said} {_again(again)}".strip())
    return _to_sent(request)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: MemberRequest, public_id: str) -> HttpResponse:
    """Where somebody is written to, put right."""
    person = Person.objects.filter(public_id=public_id).select_related("account").first()
    if person is None:
        raise Http404
    before = {"email": person.email, "phone": person.phone}
    form = AddressForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        again = correct_address(person, kept["email"], kept["phone"], nursery=request.nursery, now=request.now)
        said = _("Kept: this is where %(name)s is written to.") % {"name": person.short_name}
        messages.success(request, f"{said} {_again(again)}".strip())
        return _to_sent(request)
    context = {"person": person, "form": form}
    return render(request, "reminders/address.html", context, status=422 if form.errors else 200)


@manager
@require_POST
def parked_try(request: MemberRequest) -> HttpResponse:
    """Everything that was given up for one reason."""
    again = try_parked_again(_typed(request.POST, "fault"), nursery=request.nursery, now=request.now)
    messages.success(request, _again(again) or _("Nothing waits: these were too old to be news, and are put aside."))
    return _to_sent(request)


@manager
@require_POST
def parked_put_aside(request: MemberRequest) -> HttpResponse:
    """They need nobody any more."""
    if put_parked_aside(_typed(request.POST, "fault"), now=request.now):
        undo = reverse("reminders:parked_bring_back", args=[request.nursery.slug, tick_of(request.now)])
        messages.success(request, _("Put aside. They stay in the list below."), extra_tags=undo)
    else:
        messages.info(request, _("Somebody has seen to this already."))
    return _to_sent(request)


@manager
@require_POST
def parked_bring_back(request: MemberRequest, stamp: int) -> HttpResponse:
    """Undo of putting aside."""
    moment = moment_of(stamp)
    if moment is None:
        raise Http404
    bring_parked_back(moment)
    return _to_sent(request)


def _typed(data: QueryDict, name: str) -> str:
    """PostgreSQL knows no text with this character in it."""
    return data.get(name, "").replace("\0", "")


def _again(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(n)s message waits again; it goes in the next minutes if it is still of use, and not in quiet hours.",
        "%(n)s messages wait again; they go in the next minutes if they are still of use, and not in quiet hours.",
        number,
    ) % {"n": number}


def _to_sent(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("reminders:sent", args=[request.nursery.slug]))
