"""From when until when a table of the rota is taken away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nursery.dates import DAY
from nursery.forms import DaySpanForm

LONGEST = 366 * DAY


class TableDaysForm(DaySpanForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts"), data.get("ends")
        if first and last and last - first > LONGEST:
            self.add_error("ends", _("That is more than a year. Take it in parts."))
        return data
