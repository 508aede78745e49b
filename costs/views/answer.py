"""How pages of money answer."""

from collections.abc import Mapping

from django import forms

from nursery.refusal import Refusal


def add_refusal(form: forms.Form, refusal: Refusal, fields: Mapping[str, str]) -> None:
    """Beside the field that it is about, by the refusal's code; above the form where it is about no field of it."""
    field = fields.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))
