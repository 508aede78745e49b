"""Who changed what is kept about money: behind the wall, and only ever added to."""

import django.db.models.deletion
from django.db import migrations, models

from nursery.walls import wall

_ADDED_ONLY = """
CREATE FUNCTION costs_changes_are_added_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'changes are only ever added to' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER costs_changes_are_added_only BEFORE UPDATE ON costs_change
    FOR EACH ROW EXECUTE FUNCTION costs_changes_are_added_only();
"""
_LET_GO = """
DROP TRIGGER costs_changes_are_added_only ON costs_change;
DROP FUNCTION costs_changes_are_added_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_what_is_kept_of_a_check"),
        ("costs", "0005_public_ids_unique"),
        ("nursery", "0009_policy_year_starts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "verb",
                    models.CharField(
                        choices=[("added", "added"), ("changed", "changed"), ("removed", "removed")], max_length=20
                    ),
                ),
                ("thing", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=80)),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "actor",
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
            ],
            options={
                "indexes": [models.Index(fields=["nursery", "-at"], name="change_nursery_at")],
            },
        ),
        wall("costs_change"),
        migrations.RunSQL(sql=_ADDED_ONLY, reverse_sql=_LET_GO),
    ]
