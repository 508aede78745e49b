"""Where families stand: one's own by name, the others' as counts; by name for those who have to know."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, member, trustee
from accounts.models import Family, Person
from nursery.models import Term
from nursery.refusal import Refused
from rota.actions.relief import change_relief, grant_relief, take_relief_back
from rota.forms.relief import ReliefForm
from rota.models import Relief
from rota.queries.family import family_turns, reliefs_of
from rota.queries.shares import shares_page, terms_with_shares


def sees_families(person: Person) -> bool:
    """Domain 02, Shares: the manager and trustees see families, everybody else their own."""
    return person.is_manager or person.is_trustee


def _term(request: MemberRequest) -> tuple[list[Term], Term | None]:
    """The terms to choose from and the one asked for: `?term=KEY`, default the present or the last one."""
    terms = terms_with_shares(request.today)
    wanted = request.GET.get("term")
    if wanted:
        found = next((term for term in terms if term.key == wanted), None)
        if found is None:
            raise Http404
        return terms, found
    begun = [term for term in terms if term.starts <= request.today]
    return terms, begun[0] if begun else next(iter(terms), None)


@member
@require_safe
def shares(request: MemberRequest) -> HttpResponse:
    """My family's share, how the nursery's lie without names, and, for manager and trustees, every family."""
    terms, term = _term(request)
    context: dict[str, object] = {"terms": terms, "term": term, "by_name": sees_families(request.me)}
    if term is not None:
        context["page"] = shares_page(request.nursery, term, request.me.family_id)
    if request.me.family is not None:
        context["turns"] = family_turns(request.me.family, term, request.now)
        context["reliefs"] = reliefs_of(request.me.family)
    request.nav_current = "me"  # type: ignore[attr-defined]  # read by nursery.context
    return render(request, "rota/shares.html", context | {"today": request.today})


def _find_family(request: MemberRequest, public_id: str) -> Family:
    found = get_object_or_404(Family, public_id=public_id)
    if not sees_families(request.me) and request.me.family_id != found.pk:
        raise PermissionDenied(_("This page is for that family, the manager and the trustees."))
    return found


@member
@require_safe
def family(request: MemberRequest, public_id: str) -> HttpResponse:
    """One family: its share, the turns of all its adults, what is lifted."""
    found = _find_family(request, public_id)
    terms, term = _term(request)
    page = shares_page(request.nursery, term, found.pk) if term is not None else None
    context = {
        "family": found,
        "terms": terms,
        "term": term,
        "page": page,
        "turns": family_turns(found, term, request.now),
        "reliefs": reliefs_of(found),
        "may_lift": request.me.is_trustee,
        "today": request.today,
    }
    return render(request, "rota/family.html", context)


@trustee
@require_http_methods(["GET", "HEAD", "POST"])
def relief_add(request: MemberRequest, public_id: str) -> HttpResponse:
    """Lift part of what a family owes, for a span of days."""
    found = _find_family(request, public_id)
    form = ReliefForm(request.POST if request.method == "POST" else None, today=request.today)
    if form.is_valid():
        try:
            relief = grant_relief(found, form.lifted(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            form.add_error(None, str(error.refusal))
        else:
            undo = reverse("rota:relief_remove", args=[request.nursery.slug, relief.public_id])
            messages.success(request, _("Lifted. What it lifts is carried by the whole nursery."), extra_tags=undo)
            return _to_family(request, found)
    return render(request, "rota/relief_add.html", {"form": form, "family": found}, status=422 if form.errors else 200)


def _find_relief(public_id: str) -> Relief:
    return get_object_or_404(Relief.objects.select_related("family", "approved_by"), public_id=public_id)


@trustee
@require_http_methods(["GET", "HEAD", "POST"])
def relief_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """Other days, or another part."""
    relief = _find_relief(public_id)
    now_so = {
        "starts": relief.starts,
        "ends": relief.ends,
        "part": relief.lifted,
    }
    form = ReliefForm(request.POST if request.method == "POST" else None, today=request.today, initial=now_so)
    if form.is_valid():
        try:
            change_relief(relief, form.lifted(), request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            form.add_error(None, str(error.refusal))
        else:
            messages.success(request, _("Changed."))
            return _to_family(request, relief.family)
    context = {"form": form, "family": relief.family, "relief": relief}
    return render(request, "rota/relief_change.html", context, status=422 if form.errors else 200)


@trustee
@require_POST
def relief_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take it back, as if it had not been."""
    relief = Relief.objects.select_related("family").filter(public_id=public_id).first()
    if relief is None:
        messages.info(request, _("That relief is gone already."))
        return HttpResponseRedirect(reverse("rota:shares", args=[request.nursery.slug]))
    try:
        take_relief_back(relief, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("Taken back: the family’s share is whole again for these days."))
    return _to_family(request, relief.family)


def _to_family(request: MemberRequest, family: Family) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("rota:family", args=[request.nursery.slug, family.public_id]))
