import django.db.models.deletion
from django.db import migrations, models

import nursery.public_ids
from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_what_is_kept_of_a_check"),
        ("nursery", "0008_waves_of_a_call_out"),
        ("rota", "0013_history_of_levels"),
    ]

    operations = [
        migrations.AddField(
            model_name="coverrequest",
            name="next_wave_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="coverrequest",
            name="wave",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="CallOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "called",
                    models.CharField(
                        choices=[
                            ("parents", "parents"),
                            ("staff", "staff and bank staff"),
                            ("everybody", "parents and staff"),
                        ],
                        max_length=9,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("filled", "filled"), ("stopped", "stopped")],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("wave", models.PositiveSmallIntegerField(default=0)),
                ("next_wave_at", models.DateTimeField(blank=True, null=True)),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="call_outs", to="rota.place"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wave", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(blank=True, choices=[("yes", "can come"), ("no", "can’t come")], max_length=3),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="accounts.person"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="rota.coverrequest",
                    ),
                ),
                (
                    "call_out",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="rota.callout",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="callout",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["nursery", "next_wave_at"], name="call_out_waves"
            ),
        ),
        migrations.AddConstraint(
            model_name="callout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")), fields=("place",), name="one_open_call_out_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.UniqueConstraint(fields=("call_out", "person"), name="asked_once_a_call_out"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.UniqueConstraint(fields=("request", "person"), name="asked_once_a_request"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("call_out__isnull", True), ("request__isnull", False)),
                    models.Q(("call_out__isnull", False), ("request__isnull", True)),
                    _connector="OR",
                ),
                name="asked_by_one_of_the_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_answer_has_its_moment",
            ),
        ),
        wall("rota_callout"),
        wall("rota_ask"),
    ]
