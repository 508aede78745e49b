"""A word to the treasurer with what is sent back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordForm(forms.Form):
    word = forms.CharField(
        label=_("A word to the treasurer"),
        help_text=_("What should be put right first."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what should be put right, so that the treasurer knows.")},
    )
