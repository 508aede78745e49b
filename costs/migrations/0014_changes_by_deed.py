"""What was said of one deed, by its moment."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("costs", "0013_changes_know_their_deed")]

    operations = [
        AddIndexConcurrently(
            "change",
            models.Index(fields=["nursery", "deed"], condition=Q(deed__isnull=False), name="change_deed"),
        ),
    ]
