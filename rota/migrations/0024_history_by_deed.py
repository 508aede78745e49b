"""What was said of one deed, by its moment."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("rota", "0023_history_knows_its_deed")]

    operations = [
        AddIndexConcurrently(
            "historyentry",
            models.Index(fields=["nursery", "deed"], condition=Q(deed__isnull=False), name="history_deed"),
        ),
    ]
