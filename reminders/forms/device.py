"""What a browser says of where its notifications go."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reminders.channels import phone_keys
from reminders.channels.push_service import LONGEST, NotOurs, parts_of
from reminders.queries.devices import Subscription


class DeviceForm(forms.Form):
    """Nobody types this, so it has no words of its own: it is right, or it is none."""

    endpoint = forms.CharField(max_length=LONGEST)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        try:
            parts_of(endpoint)
        except NotOurs:
            raise ValidationError("", code="invalid") from None
        return endpoint

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "p256dh" in data and "auth" in data:
            try:
                phone_keys(data["p256dh"], data["auth"])
            except ValueError:
                raise ValidationError("", code="invalid") from None
        return data

    @property
    def subscription(self) -> Subscription:
        """Of a valid form."""
        return Subscription(**{name: self.cleaned_data[name] for name in ("endpoint", "p256dh", "auth")})
