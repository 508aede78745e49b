"""Where a person is written to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.forms.preferences import PhoneField


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("This is no e-mail address. Write it like amara@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    phone = PhoneField(label=_("Telephone number"), required=False, max_length=30)
