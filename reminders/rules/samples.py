"""How many samples somebody may ask for. Pure."""

import datetime as dt

from django.utils.translation import gettext as _

from nursery.refusal import Refusal

WITHIN = dt.timedelta(hours=1)
AT_MOST = 20  # in that time: most of the kinds, one after the other


def sample_refusal(asked_for: int) -> Refusal | None:
    """`asked_for` counts the samples of the last hour."""
    if asked_for < AT_MOST:
        return None
    return Refusal(
        "too_many_samples",
        _("You have sent yourself %(n)d samples within an hour.") % {"n": asked_for},
        _("Look at the text here meanwhile, or come back a little later."),
        override=False,
    )
