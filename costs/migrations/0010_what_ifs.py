"""What trustees wondered about and gave a name."""

import django.db.models.deletion
from django.db import migrations, models

import nursery.public_ids
from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_what_is_kept_of_a_check"),
        ("costs", "0009_rate_evidence_and_note"),
        ("nursery", "0009_policy_year_starts"),
    ]

    operations = [
        migrations.CreateModel(
            name="WhatIf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("changes", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="what_ifs", to="nursery.term"
                    ),
                ),
            ],
            options={
                "verbose_name": "what-if",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="what_if_has_a_name")
                ],
            },
        ),
        wall("costs_whatif"),
    ]
