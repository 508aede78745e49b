"""What was erased, and who asked to be, each inside its nursery."""

import django.db.models.deletion
from django.db import migrations, models

import nursery.public_ids
from nursery.walls import wall


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_roles_and_clearances_are_recorded"),
        ("nursery", "0013_how_long_people_are_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("person", "a member"),
                            ("child", "a child"),
                            ("family", "a family"),
                            ("leavers", "what only served while they were here"),
                            ("messages", "messages, invitations and notes"),
                        ],
                        max_length=8,
                    ),
                ),
                ("row", models.BigIntegerField(null=True)),
                ("public_id", models.CharField(blank=True, max_length=12)),
                ("counts", models.JSONField()),
                ("asked", models.BooleanField(default=False)),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["nursery", "-at"], name="erasure_nursery_at")],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("granted", models.BooleanField(null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wish_to_be_erased",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "wishes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("granted__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("granted__isnull", False)),
                            _connector="OR",
                        ),
                        name="wish_waits_or_is_decided",
                    )
                ],
            },
        ),
        wall("rights_erasure"),
        wall("rights_wish"),
    ]
