"""Entering many at once: the template, the look at what a spreadsheet would do, and the yes to it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, manager
from membership.actions.sheets import SheetChanged, Written, write_sheet
from membership.forms.sheets import Cells, SheetForm, seal, typed_rows, unseal
from membership.papers.template import template_of
from membership.queries.sheets import plan_of
from membership.rules.sheets import SheetPlan
from nursery.documents import as_csv, as_xlsx
from nursery.documents.table import Table

_NUMBER_LENGTH = 6  # digits of a row's number


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: MemberRequest) -> HttpResponse:
    """Sent: what it would do. Looked at (`rows`, sealed): done, if it would still do the same (`seen`)."""
    if request.method == "POST" and "rows" in request.POST:
        return _write(request)
    form = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return _page(request, {"form": form}, status=422 if form.errors else 200)
    plan = plan_of(typed_rows(form.cells, request.today), request.now, request.today)
    return _look(request, form.cells, plan, unread=form.unread)


def _write(request: MemberRequest) -> HttpResponse:
    cells = unseal(request.POST["rows"], request.me)
    if cells is None:
        messages.warning(request, _("What you looked at is more than an hour old. Send the file once more."))
        return HttpResponseRedirect(reverse("membership:sheet", args=[request.nursery.slug]))
    ticked = {int(row) for row in request.POST.getlist("invite") if row.isdecimal() and len(row) < _NUMBER_LENGTH}
    try:
        written = write_sheet(
            typed_rows(cells, request.today),
            request.POST.get("seen", ""),
            ticked,
            request.me,
            nursery=request.nursery,
            now=request.now,
            today=request.today,
        )
    except SheetChanged as error:
        return _look(request, cells, error.plan, changed=True)
    messages.success(request, _say(written))
    return HttpResponseRedirect(reverse("membership:members", args=[request.nursery.slug]))


def _say(written: Written) -> str:
    said = [
        ngettext("%(n)s person entered", "%(n)s people entered", written.new) % {"n": written.new},
        ngettext("%(n)s changed", "%(n)s changed", written.changed) % {"n": written.changed},
        ngettext("%(n)s invited", "%(n)s invited", written.invited) % {"n": written.invited},
    ]
    return ", ".join(said) + "."


def _look(
    request: MemberRequest, cells: Cells, plan: SheetPlan, *, unread: list[str] | None = None, changed: bool = False
) -> HttpResponse:
    context = {
        "form": SheetForm(),
        "plan": plan,
        "rows": seal(cells, request.me),
        "unread": unread or [],
        "changed": changed,
    }
    return _page(request, context, status=409 if changed else 422 if plan.faulty else 200)


def _page(request: MemberRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    return render(request, "membership/sheet.html", context, status=status)


@manager
@require_safe
def sheet_csv(request: MemberRequest) -> HttpResponse:
    return _template(request, as_csv.write_csv, "csv", as_csv.MEDIA_TYPE)


@manager
@require_safe
def sheet_xlsx(request: MemberRequest) -> HttpResponse:
    def write(table: Table, out: BinaryIO) -> None:
        as_xlsx.write_xlsx(table, out, request.now)

    return _template(request, write, "xlsx", as_xlsx.MEDIA_TYPE)


def _template(
    request: MemberRequest, write: Callable[[Table, BinaryIO], None], ending: str, media_type: str
) -> HttpResponse:
    out = BytesIO()
    write(template_of(request.today), out)
    name = f"{request.nursery.slug}-people.{ending}"
    return HttpResponse(
        out.getvalue(), content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
