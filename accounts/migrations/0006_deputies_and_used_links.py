import django.db.models.deletion
from django.db import migrations, models

import nursery.public_ids
from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_public_ids_unique"),
        ("nursery", "0006_public_ids_unique"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deputyships", to="accounts.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deputies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))), name="deputy_ends_after_start"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UsedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=60)),
                ("used_at", models.DateTimeField()),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "purpose", "subject"), name="link_works_once")
                ],
            },
        ),
        wall("accounts_deputy"),
        wall("accounts_usedlink"),
    ]
