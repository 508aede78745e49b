"""The rota off the screen: wall sheets, and tables to take away."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, member
from accounts.limits import limited
from nursery.dates import WEEK, monday_of, parse_day
from nursery.documents import as_csv, as_pdf, as_xlsx
from nursery.documents.fonts import fonts
from nursery.documents.table import Table
from nursery.models import Term
from reminders.letters import voice_of
from rota.forms.papers import TableDaysForm
from rota.papers.names import unprintable_names
from rota.papers.rota_table import rota_table
from rota.papers.sheets import term_sheet, week_sheet
from rota.queries.papers import names_between, terms_to_print

_DAYS = range(1900, 2200)  # the years in which a week can be asked for, as in the nursery file


@member
@require_safe
def papers(request: MemberRequest) -> HttpResponse:
    """All that can be printed or taken away, for the week that holds `?day=` (default today) and the term."""
    return _page(request, _day_asked(request) or request.today)


def _page(request: MemberRequest, day: dt.date, form: TableDaysForm | None = None) -> HttpResponse:
    monday = monday_of(day)
    sunday = monday + WEEK - dt.timedelta(days=1)
    terms = terms_to_print(request.today)
    known = fonts()
    context = {
        "monday": monday,
        "sunday": sunday,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "is_this_week": monday == monday_of(request.today),
        "week_unprintable": unprintable_names(names_between(monday, sunday), known),
        "terms": [
            {"term": term, "unprintable": unprintable_names(names_between(term.starts, term.ends), known)}
            for term in terms[:2]
        ],
        "form": form or TableDaysForm(initial={"starts": monday, "ends": sunday}, today=request.today),
    }
    return render(request, "rota/papers.html", context, status=422 if form is not None else 200)


@member
@require_safe
@limited("paper")
def paper_week(request: MemberRequest) -> HttpResponse:
    """The wall sheet of the week that holds `?day=` (default today)."""
    day = request.today
    if "day" in request.GET:
        asked = _day_asked(request)
        if asked is None:
            raise Http404
        day = asked
    monday = monday_of(day)
    with voice_of(request.nursery):  # it hangs on the nursery's wall, whoever prints it
        body = week_sheet(monday, request.nursery, fonts(), request.now)
    return _to_take_away(body, f"{request.nursery.slug}-week-{monday}.pdf", as_pdf.MEDIA_TYPE)


@member
@require_safe
@limited("paper")
def paper_term(request: MemberRequest, public_id: str) -> HttpResponse:
    """The wall sheet of a term."""
    term = get_object_or_404(Term, public_id=public_id)
    with voice_of(request.nursery):
        body = term_sheet(term, request.nursery, fonts(), request.now)
    name = f"{request.nursery.slug}-term-{term.starts}-to-{term.ends}.pdf"
    return _to_take_away(body, name, as_pdf.MEDIA_TYPE)


@member
@require_safe
@limited("paper")
def paper_csv(request: MemberRequest) -> HttpResponse:
    """The rota from `?starts=` to `?ends=` as CSV."""
    return _table(request, as_csv.write_csv, "csv", as_csv.MEDIA_TYPE)


@member
@require_safe
@limited("paper")
def paper_xlsx(request: MemberRequest) -> HttpResponse:
    """The rota from `?starts=` to `?ends=` as XLSX."""

    def write(table: Table, out: BinaryIO) -> None:
        as_xlsx.write_xlsx(table, out, request.now)

    return _table(request, write, "xlsx", as_xlsx.MEDIA_TYPE)


def _table(
    request: MemberRequest, write: Callable[[Table, BinaryIO], None], ending: str, media_type: str
) -> HttpResponse:
    form = TableDaysForm(request.GET, today=request.today)
    if not form.is_valid():
        return _page(request, request.today, form)
    first, last = form.cleaned_data["starts"], form.cleaned_data["ends"]
    out = BytesIO()
    write(rota_table(first, last, request.nursery, full=request.me.is_manager), out)
    return _to_take_away(out.getvalue(), f"{request.nursery.slug}-rota-{first}-to-{last}.{ending}", media_type)


def _day_asked(request: MemberRequest) -> dt.date | None:
    day = parse_day(request.GET.get("day", ""))
    return day if day is not None and day.year in _DAYS else None


def _to_take_away(body: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
