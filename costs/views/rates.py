"""The treasurer's dated rates, with what they stand on."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, costs_reader, treasurer
from costs.actions.rates import add_rate, change_rate, entry_of, rate_entry_refusal, remove_rate
from costs.forms.rates import RateForm, filled_in
from costs.models import Rate
from costs.queries.missing_rates import missing_rates
from costs.queries.rate_preview import after_removal, rate_preview
from costs.queries.rates import RateKey, key_name, rate_groups, rate_keys
from costs.statutory import ON_COSTS, StatutoryKind, statutory_figures, statutory_on
from nursery.dates import parse_day, say_day
from nursery.refusal import Refusal, Refused
from rota.safety import NoRuleSetError

_HERE = {"rate", "worth"}  # ids of the form, and of what the rate comes to inside it
_WAGE = (StatutoryKind.LIVING_WAGE,)
_USES = {"use_living_wage": _WAGE, "use_on_costs": ON_COSTS, "use_ni": (StatutoryKind.NI,), "use_all": _WAGE + ON_COSTS}


@costs_reader
@require_safe
def rates(request: MemberRequest) -> HttpResponse:
    """Every rate: what is missing first, then by duty and estimate the one that holds today."""
    groups = rate_groups(request.nursery, request.today)
    context: dict[str, object] = {
        "groups": groups,
        "may_change": request.me.is_treasurer,
        "sees_pay": request.me.keeps_money,
    }
    try:
        context["missing"] = missing_rates(request.nursery, [group.of for group in groups], request.today)
    except NoRuleSetError:
        context["no_rules"] = True
    return render(request, "costs/rates.html", context)


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def rate_add(request: MemberRequest) -> HttpResponse:
    """A rate from a day on. `?key=`, `?scenario=`, `?starts=` fill the form in, `?like=` with what another rate says,
    `?use=` with figures of the law."""
    keys = rate_keys()
    if request.method == "POST":
        return _posted(request, keys, None)
    form = RateForm(nursery=request.nursery, today=request.today, keys=keys, initial=_asked(request))
    used = request.GET.get("use", "")
    if used in _USES:
        typed = QueryDict(mutable=True)
        typed.update({field.name: str(field.value() or "") for field in form})
        form = _used(request, keys, None, typed, used)
    return _page(request, form, None)


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def rate_change(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put a rate right, where no closed term's figures stand on it."""
    rate = get_object_or_404(Rate, public_id=public_id)
    keys = rate_keys()
    if request.method == "POST":
        return _posted(request, keys, rate)
    form = RateForm(nursery=request.nursery, today=request.today, keys=keys, rate=rate, initial=entry_of(rate).values)
    return _page(request, form, rate, refusal=rate_entry_refusal(None, rate))


@treasurer
@require_http_methods(["GET", "HEAD", "POST"])
def rate_remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take a rate out, having read what holds then."""
    rate = get_object_or_404(Rate, public_id=public_id)
    refusal = rate_entry_refusal(None, rate)
    if request.method == "POST":
        try:
            remove_rate(rate, request.me, nursery=request.nursery, now=request.now)
        except Refused as error:
            refusal = error.refusal
        else:
            said = _("Taken out: the rate for %(name)s from %(day)s.")
            messages.success(request, said % {"name": _name(rate.key), "day": say_day(rate.starts, year=True)})
            return _to_rates(request)
    context = {
        "rate": rate,
        "name": _name(rate.key),
        "refusal": refusal,
        "after": after_removal(request.nursery, rate),
    }
    return render(request, "costs/rate_remove.html", context, status=409 if request.method == "POST" else 200)


def _posted(request: MemberRequest, keys: list[RateKey], rate: Rate | None) -> HttpResponse:
    do = request.POST.get("do", "")
    if do in _USES:
        return _page(request, _used(request, keys, rate, request.POST, do), rate)
    form = RateForm(request.POST, nursery=request.nursery, today=request.today, keys=keys, rate=rate)
    if do != "save":
        form.forget_what_is_missing()
        return _page(request, form, rate)
    if not form.is_valid():
        return _page(request, form, rate, status=422)
    try:
        if rate is None:
            add_rate(form.entry(), request.me, nursery=request.nursery, now=request.now)
        else:
            change_rate(rate, form.entry(), request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        return _page(request, form, rate, refusal=error.refusal, status=409)
    said = [_("Kept: the rate from %(day)s.") % {"day": say_day(form.entry().starts, year=True)}, *form.understood]
    messages.success(request, " ".join(said))
    return _to_rates(request)


def _used(request: MemberRequest, keys: list[RateKey], rate: Rate | None, typed: QueryDict, use: str) -> RateForm:
    """The form with the figures of the law of its day in their fields; nothing is kept."""
    form = RateForm(typed, nursery=request.nursery, today=request.today, keys=keys, rate=rate)
    form.forget_what_is_missing()
    offered = statutory_on(request.nursery.country, form.day)
    figures = [offered[kind] for kind in _USES[use] if kind in offered]
    effective = form.effective_ni(offered.get(StatutoryKind.NI)) if use == "use_ni" else None
    filled = filled_in(typed, figures, statutory_figures(request.nursery.country), effective)
    form = RateForm(filled, nursery=request.nursery, today=request.today, keys=keys, rate=rate)
    form.forget_what_is_missing()
    return form


def _page(
    request: MemberRequest, form: RateForm, rate: Rate | None, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    offered = statutory_on(request.nursery.country, form.day)
    so_far = form.rate_so_far()
    clash = _clash(form, rate) if refusal and refusal.code == "same_day" else None
    context = {
        "form": form,
        "rate": rate,
        "name": _name(rate.key) if rate else "",
        "refusal": refusal,
        "clash": clash,
        "preview": rate_preview(request.nursery, so_far, form.pricing, rate) if so_far else None,
        "living_wage": offered.get(StatutoryKind.LIVING_WAGE),
        "on_costs": [offered[kind] for kind in ON_COSTS if kind in offered],
        "ni": offered.get(StatutoryKind.NI),
        "effective": form.effective_ni(offered.get(StatutoryKind.NI)),
    }
    piece = request.htmx and request.htmx.target in _HERE  # type: ignore[attr-defined]
    page = "costs/rate_change.html" if rate else "costs/rate_add.html"
    return render(request, "costs/rate_form.html" if piece else page, context, status=status)


def _clash(form: RateForm, rate: Rate | None) -> Rate | None:
    """The rate that begins on the very day."""
    entry = form.entry()
    same = Rate.objects.filter(key=entry.key, scenario=entry.scenario, starts=entry.starts)
    return same.exclude(pk=rate.pk if rate else 0).first()


def _asked(request: MemberRequest) -> dict[str, object]:
    """What an address fills the form in with."""
    found: dict[str, object] = {}
    if like := Rate.objects.filter(public_id=request.GET.get("like", "")).first():
        found.update(entry_of(like).values)
    found.update({name: request.GET[name] for name in ("key", "scenario") if name in request.GET})
    if starts := parse_day(request.GET.get("starts", "")):
        found["starts"] = starts
    elif "like" in request.GET:
        found["starts"] = request.today
    return found


def _name(key: str) -> str:
    return next((each.name for each in rate_keys() if each.key == key), key_name(key))


def _to_rates(request: MemberRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("costs:rates", args=[request.nursery.slug]))
