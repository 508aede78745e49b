"""Where the links in messages lead. Nobody need be signed in here, and nobody becomes so but by an invitation."""

from typing import cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import public
from accounts.languages import speak_to
from accounts.limits import too_often, wrong_key
from accounts.links import EndsItself, Link, LinkRequest, expired_refusal, purposes, read_link, used_refusal
from accounts.models import Person
from nursery import dates
from nursery.acting import By, acting, acts
from nursery.models import Nursery
from nursery.refusal import Refusal, Refused
from nursery.scope import nursery_scope


@public
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what the button would do; POST does it. What stands in the way is said in plain words."""
    found = read_link(token)
    nursery = Nursery.objects.filter(pk=found.nursery).first() if found else None
    if found is None or nursery is None or found.purpose not in purposes():
        answer = not_ours(request)
    else:
        with (
            acting(By.LINK, found.purpose),
            nursery_scope(nursery, ends_with_transaction=True),
            timezone.override(nursery.zone),
        ):
            answer = _answer(cast(LinkRequest, request), found, nursery)
    return kept_private(answer)


def kept_private(answer: HttpResponse) -> HttpResponse:
    """A page whose address is a key: kept by no cache, found by no search, told to no other site."""
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    # "no-referrer" would say still less, and with it browsers send
    # the button's form with the origin "null", which the protection against forged forms has to refuse.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _answer(request: LinkRequest, found: Link, nursery: Nursery) -> HttpResponse:
    request.link, request.now = found, dates.now()
    request.today = dates.local_day(request.now, nursery.zone)
    person = Person.objects.select_related("family", "nursery__policy").filter(public_id=found.person).first()
    if person is None:
        raise Http404
    request.person, request.nursery = person, person.nursery
    speak_to(request, person, person.nursery)
    # Whoever joins on a later day has links already: their invitation.
    if person.left is not None and person.left < request.today:
        return _refused(request, Refusal("link_left", _("This link is for somebody who has left.")), status=410)
    purpose = purposes()[found.purpose]
    if isinstance(purpose, EndsItself):
        ended = purpose.ended(request)
    else:
        ended = expired_refusal(found, request.now) or used_refusal(found, person)
    if ended is not None:
        return _refused(request, ended, status=410)
    if refusal := _not_theirs_refusal(request, person):
        return _refused(request, refusal, status=403)
    if request.method == "POST":
        if answer := too_often(request, "link_pressed", f"{found.purpose} {found.person} {found.subject}"):
            return answer
        acts(person.nursery_id, person.pk)
    try:
        with transaction.atomic():
            return purpose.do(request) if request.method == "POST" else purpose.show(request)
    except Refused as error:
        return _refused(request, error.refusal, status=409)


def _not_theirs_refusal(request: LinkRequest, person: Person) -> Refusal | None:
    """Whoever has signed in here as somebody else presses no button in another's name, not even by mistake."""
    user = request.user
    if not user.is_authenticated or person.account_id is None or person.account_id == user.pk:
        return None
    return Refusal(
        "link_not_yours",
        _("This link is for %(name)s, and you are signed in as somebody else.") % {"name": person.short_name},
        _("If you are %(name)s, sign out first; if not, your own mail has your own link.")
        % {"name": person.short_name},
        override=False,
    )


def not_ours(request: HttpRequest) -> HttpResponse:
    refusal = Refusal("link_broken", _("This is not one of our links."), _("Was it copied whole? Try it once more."))
    return wrong_key(request) or _refused(request, refusal, status=404)


def _refused(request: HttpRequest, refusal: Refusal, *, status: int) -> HttpResponse:
    return render(request, "accounts/link_refused.html", {"refusal": refusal}, status=status)
