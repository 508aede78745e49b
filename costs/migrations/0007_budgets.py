"""What the treasurer plans for a term."""

import django.db.models.deletion
from django.db import migrations, models

import nursery.public_ids
from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [
        ("costs", "0006_changes"),
        ("nursery", "0009_policy_year_starts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("net", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("programme", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("fee_relief", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("parent_hours", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("paid_hours", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "term",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="budget", to="nursery.term"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("net__isnull", True), ("net__gte", 0), _connector="OR"),
                            models.Q(("programme__isnull", True), ("programme__gte", 0), _connector="OR"),
                            models.Q(("fee_relief__isnull", True), ("fee_relief__gte", 0), _connector="OR"),
                            models.Q(("parent_hours__isnull", True), ("parent_hours__gte", 0), _connector="OR"),
                            models.Q(("paid_hours__isnull", True), ("paid_hours__gte", 0), _connector="OR"),
                        ),
                        name="budget_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("net__isnull", False)),
                            models.Q(("programme__isnull", False)),
                            models.Q(("fee_relief__isnull", False)),
                            models.Q(("parent_hours__isnull", False)),
                            models.Q(("paid_hours__isnull", False)),
                            _connector="OR",
                        ),
                        name="budget_says_something",
                    ),
                ],
            },
        ),
        wall("costs_budget"),
    ]
