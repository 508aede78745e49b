"""What the manager says when putting somebody in a place or taking them out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rota.models import HistoryEntry

_LONGEST = HistoryEntry._meta.get_field("reason").max_length


class AssignForm(forms.Form):
    """`wants_reason`: a rule stands against it, and is put aside only with a reason."""

    reason = forms.CharField(
        label=_("Why all the same"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the history of this shift, for you and your deputies. Never about anybody’s health."),
        error_messages={"required": _("Say in a few words why this rule is put aside.")},
    )

    def __init__(self, *args: Any, wants_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wants_reason:
            del self.fields["reason"]


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Kept in the history of this shift, for you and your deputies. Never about anybody’s health: that "
            "somebody can’t come is enough."
        ),
    )
