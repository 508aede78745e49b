"""Nurseries in the making, each seen by its own account alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nursery.public_ids
from nursery.crossing import Crossing
from nursery.walls import of_account, wall


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_roles_and_clearances_are_recorded"),
        ("nursery", "0012_policy_and_terms_are_recorded"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("document", models.JSONField(null=True)),
                ("made_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["touched_at"], name="draft_touched")]},
        ),
        of_account("founding_draft"),
        wall("founding_draft", crossings=[Crossing.DRAFTS], of="account"),
    ]
