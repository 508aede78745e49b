"""The log's index by an expression that row-level security lets PostgreSQL look up before it has looked at the row:
it takes COALESCE for something that might tell what it saw, and CASE not. Else a page far back reads all before it.
"""

from importlib import import_module

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

_BEFORE = import_module("reminders.migrations.0013_counts_for_metrics")._COUNTS.replace(
    "CREATE", "CREATE OR REPLACE", 1
)
_AFTER = _BEFORE.replace(
    "COALESCE(r.sent_at, r.send_at)", "CASE WHEN r.sent_at IS NULL THEN r.send_at ELSE r.sent_at END"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reminders", "0013_counts_for_metrics")]

    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                models.F("nursery"),
                models.Case(
                    models.When(sent_at__isnull=True, then=models.F("send_at")), default=models.F("sent_at")
                ).desc(),
                models.F("id").desc(),
                name="message_moment",
            ),
        ),
        migrations.RunSQL(_AFTER, _BEFORE),
        RemoveIndexConcurrently("message", "message_log"),
    ]
