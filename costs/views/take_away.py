"""A period's report to take away: as PDF for the board, as XLSX, CSV and JSON for whoever works with its figures."""

import hashlib
from collections.abc import Callable
from io import BytesIO

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, costs_reader
from accounts.languages import language_of
from accounts.limits import limited
from costs.papers.board import board_pages
from costs.papers.long_table import long_table
from costs.papers.workbook import workbook
from costs.queries import period_asked, terms_begun
from costs.reports.building import report_of
from costs.reports.documents import report_bytes
from costs.reports.figures import PeriodFigures, Report
from nursery.documents import as_csv, as_pdf, as_xlsx
from nursery.documents.as_book import write_book
from nursery.documents.fonts import fonts
from reminders.letters import voice_of
from rota.safety import NoRuleSetError


@costs_reader
@require_safe
@limited("paper")
def report_pdf(request: MemberRequest) -> HttpResponse:
    """Two pages for the board, in the nursery's language, whoever takes them away."""
    language = language_of(None, request.nursery)
    with voice_of(request.nursery):
        return _taken_away(request, "pdf", as_pdf.MEDIA_TYPE, lambda report: board_pages(report, fonts(), language))


@costs_reader
@require_safe
@limited("paper")
def report_xlsx(request: MemberRequest) -> HttpResponse:
    """Numbers as numbers, sums as formulas, and a sheet of sources."""
    return _taken_away(request, "xlsx", as_xlsx.MEDIA_TYPE, _as_workbook)


@costs_reader
@require_safe
@limited("paper")
def report_csv(request: MemberRequest) -> HttpResponse:
    """One long table, a row a figure."""
    return _taken_away(request, "csv", as_csv.MEDIA_TYPE, _as_table)


@costs_reader
@require_safe
@limited("paper")
def report_json(request: MemberRequest) -> HttpResponse:
    """The report's own document."""
    return _taken_away(request, "json", "application/json", report_bytes)


def _as_workbook(report: Report) -> bytes:
    out = BytesIO()
    write_book(workbook(report), out)
    return out.getvalue()


def _as_table(report: Report) -> bytes:
    out = BytesIO()
    as_csv.write_csv(long_table(report), out)
    return out.getvalue()


def _taken_away(
    request: MemberRequest, ending: str, media_type: str, written: Callable[[Report], bytes]
) -> HttpResponse:
    """The file, or the page, which says in the same address why there is none."""
    report = _report_asked(request)
    if report is None:
        page = reverse("costs:report", args=[request.nursery.slug])
        return redirect(f"{page}?{request.GET.urlencode()}")
    body = written(report)
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(report)}.{ending}"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _report_asked(request: MemberRequest) -> Report | None:
    try:
        period = period_asked(request.nursery, request.GET, terms_begun(request.today), request.today)
        return report_of(request.nursery, period, request.today) if period is not None else None
    except (ValidationError, NoRuleSetError):
        return None


def _file_name(report: Report) -> str:
    """ "bluebell-savings-autumn-2026"."""
    return f"{report.nursery}-savings-{_said(report.period)}"


def _said(period: PeriodFigures) -> str:
    key = slugify(period.key)
    return key if key else f"{period.first}-to-{period.last}"
