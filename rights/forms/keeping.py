"""How long what names somebody is kept: the nursery’s own choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nursery.models import Policy


class KeepingForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Policy
        fields = ["keep_child_years", "keep_account_years", "keep_message_months"]
        labels = {
            "keep_child_years": _("A child’s name, in years after the child has left"),
            "keep_account_years": _("A grown-up’s name, addresses and account, in years after they have left"),
            "keep_message_months": _("Messages, invitations and notes, in months"),
        }
        help_texts = {
            "keep_child_years": _("1 to 30. Usual: 3."),
            "keep_account_years": _("1 to 30. Usual: 6, as long as somebody could still go to court about it."),
            "keep_message_months": _("1 to 60. Usual: 6."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= {
                "invalid": _("Write a whole number."),
                "min_value": _("At least %(limit_value)s."),
                "max_value": _("At most %(limit_value)s."),
                "required": _("Write a number: what is kept for ever is kept for nothing."),
            }
