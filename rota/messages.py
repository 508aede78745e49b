"""The names of the messages that the rota's actions queue; their texts are in `rota/reminders`."""

SHIFT_TOMORROW = "rota.shift_tomorrow"
COVER_ASKED = "rota.cover_asked"
COVER_OFFERED = "rota.cover_offered"
COVER_APPROVED = "rota.cover_approved"
COVER_DECLINED = "rota.cover_declined"
SHIFT_MISSED = "rota.shift_missed"
