"""How people want to be reached, and what stands in the way of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import nursery.public_ids
from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_person_language"), ("reminders", "0007_message_sendable")]

    operations = [
        migrations.CreateModel(
            name="Bounced",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("push", "on your phone"), ("email", "e-mail"), ("text", "text message")], max_length=5
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("sentence", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("push", "on your phone"), ("email", "e-mail"), ("text", "text message")], max_length=5
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sentence", models.CharField(max_length=500)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("push", "on your phone"), ("email", "e-mail"), ("text", "text message")],
                            max_length=5,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "timing",
                    models.CharField(
                        choices=[("at_once", "at once"), ("morning", "with the others, in the morning")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PushDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("endpoint", models.URLField(max_length=1000)),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=80)),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quiet_from", models.TimeField()),
                ("quiet_until", models.TimeField()),
                ("call_outs_pass", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "reaches",
            },
        ),
        migrations.AddField(
            model_name="bounced",
            name="nursery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
            ),
        ),
        migrations.AddField(
            model_name="bounced",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bounced", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="failure",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="failures", to="reminders.message"
            ),
        ),
        migrations.AddField(
            model_name="failure",
            name="nursery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="nursery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="preferences", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="pushdevice",
            name="nursery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
            ),
        ),
        migrations.AddField(
            model_name="pushdevice",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="push_devices", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="reach",
            name="nursery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
            ),
        ),
        migrations.AddField(
            model_name="reach",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="reach", to="accounts.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="bounced",
            constraint=models.UniqueConstraint(fields=("person", "channel"), name="one_bounce_a_channel"),
        ),
        migrations.AddConstraint(
            model_name="bounced",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel", "push"), _negated=True), name="a_device_does_not_bounce"
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(fields=("person", "kind"), name="one_preference_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="pushdevice",
            constraint=models.UniqueConstraint(fields=("person", "endpoint"), name="one_device_an_endpoint"),
        ),
        *(wall(f"reminders_{table}") for table in ("bounced", "failure", "preference", "pushdevice", "reach")),
    ]
