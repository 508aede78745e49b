"""Turning one kind of message off from a letter, without signing in (RFC 8058)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import public
from accounts.languages import speak_to
from accounts.link_views import kept_private, not_ours
from accounts.links import read_lasting
from accounts.models import Person
from nursery import dates
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.actions.preferring import choose_kind
from reminders.channels import ways_of
from reminders.kinds import Kind, kinds
from reminders.queries.preferences import kept_of
from reminders.rules.choices import Choice, not_told_refusal, usual

_OFF = Choice(())


@public
@csrf_exempt  # whoever presses comes from a reader of mail, without a cookie of ours; the address is the key
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, because mail scanners follow links. POST turns the kind off, or on again with `back`, and
    answers with a page in either case: what presses here by itself follows nowhere else."""
    found = read_lasting("stop", token)
    nursery = Nursery.objects.filter(pk=found.nursery).first() if found else None
    kind = kinds().get(found.subject) if found else None
    if found is None or nursery is None or kind is None:
        return kept_private(not_ours(request))
    with nursery_scope(nursery, ends_with_transaction=True):
        person = Person.objects.filter(public_id=found.person).first()
        if person is None:
            return kept_private(not_ours(request))
        request.nursery = nursery  # type: ignore[attr-defined]
        speak_to(request, person, nursery)
        with timezone.override(nursery.zone):
            return kept_private(_answer(request, kind, person, nursery))


def _answer(request: HttpRequest, kind: Kind, person: Person, nursery: Nursery) -> HttpResponse:
    context = {"kind": kind, "person": person, "is_off": False, "said": "", "back": usual(kind).key}
    if refusal := not_told_refusal(kind, _OFF):
        context |= {"refusal": refusal}
        return render(request, "reminders/stop.html", context, status=409 if request.method == "POST" else 200)
    if request.method == "POST":
        context |= _press(request.POST.get("back"), kind, person, nursery)
    else:
        context["is_off"] = not kept_of(person).of(kind).channels
    return render(request, "reminders/stop.html", context)


def _press(back: str | None, kind: Kind, person: Person, nursery: Nursery) -> dict[str, object]:
    """Turn it off, and keep at hand how it was; or, given `back`, so again."""
    choice = _OFF if back is None else _read(back, kind)
    before = choose_kind(person, kind, choice, nursery=nursery, now=dates.now())
    if choice == _OFF:
        return {"is_off": True, "back": before.key if before.channels else usual(kind).key}
    how = choice.say(ways_of(nursery))
    return {"said": _("You are told again: %(how)s.") % {"how": how[0].lower() + how[1:]}}


def _read(key: str, kind: Kind) -> Choice:
    """What nobody could have pressed is the usual."""
    try:
        choice = Choice.from_key(key)
    except ValueError:
        return usual(kind)
    return choice if choice.channels else usual(kind)
