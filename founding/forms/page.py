"""What every step's page has in common."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from founding.rules.steps import Answers, Step
from nursery.refusal import Refusal


class StepPage:
    """A step as it is shown (`data` None) or sent. `answers` are those of all steps, to propose from.

    `forms` are all of its forms, for the summary of what needs another look; `answer` is what is kept, once it is
    valid: JSON, the same for the same words.
    """

    step: ClassVar[Step]
    template: ClassVar[str]

    def __init__(self, answers: Answers, data: QueryDict | None, **more: Any) -> None:
        raise NotImplementedError

    @property
    def forms(self) -> Sequence[forms.BaseForm]:
        raise NotImplementedError

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.forms)

    def answer(self) -> Any:
        raise NotImplementedError


def one_more_row(data: QueryDict, prefix: str) -> QueryDict:
    """What was sent, with an empty row more of that formset."""
    grown = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    rows = grown.get(name, "")
    grown[name] = str(int(rows) + 1) if rows.isdecimal() and len(rows) < 4 else "1"
    return grown


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of one kind. One that is empty is none."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def kept(self) -> list[dict[str, Any]]:
        """What is said of the rows that stay, of a valid one."""
        return [form.cleaned_data for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE")]


def number_field(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    said = format_lazy(_("Write a whole number from {least} to {most}."), least=least, most=most)
    errors = {"required": said, "invalid": said, "min_value": said, "max_value": said}
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=errors, widget=widget, **more
    )


def clean_name(text: str) -> str:
    """One line, without spaces too many."""
    return " ".join(text.split())


def as_error(refusal: Refusal) -> ValidationError:
    return ValidationError(str(refusal), code=refusal.code)
