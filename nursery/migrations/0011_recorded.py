"""What PostgreSQL itself writes down: read by the app inside its nursery's scope, and written by nobody else.

Behind the wall there is no policy to write by, so that a right that is given to the app's role by mistake is no use.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from nursery.money import ExactDecoder
from nursery.recorded import READ_ONLY

_WALL = "nursery_id = (SELECT NULLIF(current_setting('turnabout.nursery', true), '')::bigint)"


class Migration(migrations.Migration):
    dependencies = [("nursery", "0010_closed_terms_are_settled")]

    operations = [
        migrations.CreateModel(
            name="Recorded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nursery",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="nursery.nursery",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("thing", models.CharField(max_length=40)),
                ("row", models.BigIntegerField()),
                ("person", models.BigIntegerField(null=True)),
                ("family", models.BigIntegerField(null=True)),
                (
                    "operation",
                    models.CharField(
                        choices=[("added", "added"), ("changed", "changed"), ("removed", "removed")], max_length=7
                    ),
                ),
                ("before", models.JSONField(decoder=ExactDecoder, null=True)),
                ("after", models.JSONField(decoder=ExactDecoder, null=True)),
                ("actor", models.BigIntegerField(null=True)),
                (
                    "by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "on a page"),
                            ("link", "by a link in a message"),
                            ("command", "by a command"),
                            ("task", "by a task"),
                            ("import", "by a nursery file"),
                        ],
                        max_length=7,
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "verbose_name_plural": "recorded",
                "indexes": [
                    models.Index(fields=["nursery", "at"], name="recorded_nursery_at"),
                    models.Index(fields=["person", "at"], condition=Q(person__isnull=False), name="recorded_person_at"),
                    models.Index(fields=["actor", "at"], condition=Q(actor__isnull=False), name="recorded_actor_at"),
                    models.Index(fields=["family", "at"], condition=Q(family__isnull=False), name="recorded_family_at"),
                ],
            },
        ),
        migrations.RunSQL(
            sql=[
                "ALTER TABLE nursery_recorded ENABLE ROW LEVEL SECURITY",
                f"CREATE POLICY nursery_wall ON nursery_recorded FOR SELECT USING ({_WALL})",
                READ_ONLY.format(table="nursery_recorded"),
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
