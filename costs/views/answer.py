"""How pages of money answer."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _

from accounts.access import MemberRequest
from nursery.owned import NurseryOwned
from nursery.refusal import Refusal, Refused

Row = TypeVar("Row", bound=NurseryOwned)


def add_refusal(form: forms.Form, refusal: Refusal, fields: Mapping[str, str]) -> None:
    """Beside the field that it is about, by the refusal's code; above the form where it is about no field of it."""
    field = fields.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))


def take_out(request: MemberRequest, row: Row | None, remove: Callable[..., None]) -> None:
    """`remove` is the action for such rows; what came of it is said on the next page. None: it is gone already."""
    if row is None:
        messages.info(request, _("That is out already."))
        return
    try:
        remove(row, request.me, nursery=request.nursery, now=request.now)
    except Refused as error:
        messages.warning(request, str(error.refusal))
    else:
        messages.success(request, _("Taken out. What it was stands in the changes."))
