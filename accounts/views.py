"""The way in: which nursery, and which of us; and the demo's one click."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, SignedInRequest, acting_key, public, signed_in, whole_account
from accounts.actions import link_people, open_account, prove_address
from accounts.coming_in import come_in
from accounts.demo import demo_person
from accounts.proof import note_one_click
from accounts.queries import memberships
from nursery import dates


@signed_in
@never_cache
@require_safe
def front(request: SignedInRequest) -> HttpResponse:
    """`/`: straight to the one nursery, a choice between several, or what to do when there is none."""
    today = dates.now().date()
    link_people(request.user, today)
    found = memberships(request.user, today)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("home:home", args=[found[0].nursery.slug]))
    return render(request, "accounts/front.html", {"memberships": found})


@whole_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def acting_choose(request: MemberRequest) -> HttpResponse:
    """Which of the people who share this account is here; kept until they sign out or choose again.

    `next` is where to go then. `person` is the chosen one's public_id.
    """
    home = reverse("home:home", args=[request.nursery.slug])
    error = ""
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        if any(person.public_id == chosen for person in request.people):
            request.session[acting_key(request.nursery)] = chosen
            return HttpResponseRedirect(next_of(request, home))
        error = _("Please say which of you it is.")
    context = {"people": request.people, "next": next_of(request, home), "error": error}
    return render(request, "accounts/acting_choose.html", context, status=422 if error else 200)


@public
@require_POST
def demo_sign_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """In the demo alone: come in as this person, who gets an account where they have none. `next` as above.

    Nothing is asked on the way, whatever another visitor has set up for this person.
    """
    person = demo_person(public_id, dates.now().date()) if settings.DEMO else None
    if person is None:
        raise Http404
    account = person.account
    if account is None:
        account = open_account(person.email)
        prove_address(account, person.email)
    home = reverse("home:home", args=[person.nursery.slug])
    response = come_in(request, account, person, next_of(request, home))
    note_one_click(request)
    return response


def next_of(request: HttpRequest, default: str) -> str:
    """Where `next` leads, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else default
