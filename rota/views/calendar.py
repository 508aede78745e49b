"""My turns in my own calendar: the address that it reads, and the page that makes it and takes it back."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, manager, member, public
from accounts.limits import nothing_here
from nursery.dates import local_day, now
from nursery.documents.as_calendar import MEDIA_TYPE
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.letters import absolute, voice_of
from rota.actions.feed import make_feed, note_reading, revoke_feed
from rota.models import CalendarFeed
from rota.papers.calendar import feed_of_nursery, feed_of_person
from rota.queries.feed import feed_by_token, live_feed


@member
@require_safe
def calendar(request: MemberRequest) -> HttpResponse:
    """What a calendar address is, mine, and (for the manager) the nursery's."""
    context = _shown("mine", live_feed(request.me), request.nursery)
    if request.me.is_manager:
        context |= _shown("nurserys", live_feed(None), request.nursery)
    response = render(request, "rota/calendar.html", context)
    response["Cache-Control"] = "private, no-store"  # it shows a secret
    return response


@member
@require_POST
def calendar_make(request: MemberRequest) -> HttpResponse:
    """A first address, or a new one instead of the old."""
    make_feed(request.me, request.me, nursery=request.nursery, now=request.now)
    messages.success(request, _("Your calendar address is ready."))
    return _back(request)


@member
@require_POST
def calendar_revoke(request: MemberRequest) -> HttpResponse:
    if revoke_feed(request.me, request.me, nursery=request.nursery, now=request.now):
        messages.success(request, _("Your calendar address is switched off. Calendars that read it get nothing more."))
    return _back(request)


@manager
@require_POST
def nursery_calendar_make(request: MemberRequest) -> HttpResponse:
    make_feed(None, request.me, nursery=request.nursery, now=request.now)
    messages.success(request, _("The nursery’s calendar address is ready."))
    return _back(request)


@manager
@require_POST
def nursery_calendar_revoke(request: MemberRequest) -> HttpResponse:
    if revoke_feed(None, request.me, nursery=request.nursery, now=request.now):
        messages.success(
            request, _("The nursery’s calendar address is switched off. Calendars that read it get nothing more.")
        )
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("rota:calendar", args=[request.nursery.slug]))


def _shown(name: str, feed: CalendarFeed | None, nursery: Nursery) -> dict[str, object]:
    """The feed, its address, and the same with the scheme by which a device offers to subscribe to it."""
    if feed is None:
        return {name: None}
    address = absolute(reverse("calendar_feed", args=[nursery.slug, feed.token]))
    subscribe = f"webcal://{address.partition('://')[2]}"
    return {name: feed, f"{name}_address": address, f"{name}_subscribe": subscribe}


@public
@require_safe
def calendar_feed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What a calendar reads. The token is the key, so nobody signs in; the path's nursery is the scope, so that a
    token opens nothing anywhere else."""
    nursery = Nursery.objects.filter(slug=slug).first()
    if nursery is None:
        return nothing_here(request)
    moment = now()
    today = local_day(moment, nursery.zone)
    with nursery_scope(nursery, ends_with_transaction=True), voice_of(nursery):
        feed = feed_by_token(token)
        if feed is None:
            return nothing_here(request)
        with voice_of(nursery, feed.person):
            if feed.revoked_at is not None or (feed.person is not None and not feed.person.belongs_on(today)):
                return _gone()
            return _content(request, feed, moment, today)


def _content(request: HttpRequest, feed: CalendarFeed, moment: dt.datetime, today: dt.date) -> HttpResponse:
    if feed.person is not None:
        body = feed_of_person(feed.person, feed.nursery, moment, today)
    else:
        body = feed_of_nursery(feed.nursery, today)
    note_reading(feed, body, moment)
    etag = f'"{feed.digest}"'
    since = int((feed.digest_at or moment).timestamp())
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{feed.nursery.slug}.ics"'
    response["ETag"] = etag
    response["Last-Modified"] = http_date(since)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag, since, response) or response


def _gone() -> HttpResponse:
    return HttpResponse(
        _("This calendar address is switched off. A new one is made in Turnabout, under More.") + "\n",
        status=410,
        content_type="text/plain; charset=utf-8",
    )
