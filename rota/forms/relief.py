"""Relief: from when until when, and how much. There is no field for a reason, on purpose."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from nursery.forms import DaySpanForm, PercentField
from rota.actions.relief import Lifted

_A_PART = _("Write a number from 1 to 100, like 50.")


class ReliefForm(DaySpanForm):
    part = PercentField(
        label=_("How much is lifted, in percent"),
        help_text=_("100 lifts all that is due for these days, 50 half of it."),
        least=Decimal("0.01"),
        places=2,
        error_messages={"required": _("Say how much.")}
        | dict.fromkeys(("invalid", "negative", "least", "most", "places"), _A_PART),
    )

    def lifted(self) -> Lifted:
        data = self.cleaned_data
        return Lifted(data["starts"], data["ends"], data["part"])
