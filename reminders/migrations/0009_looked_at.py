"""On which day daily kinds were last looked at, and where they have not been: told by ids, whatever the scope."""

import django.db.models.deletion
from django.db import migrations, models

from nursery.walls import wall

_NOT_LOOKED_AT = """
CREATE FUNCTION reminders_not_looked_at(kinds text[], zones text[], days date[])
RETURNS TABLE (kind text, nursery_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT asked.kind, here.id
    FROM unnest(kinds, zones, days) AS asked (kind, zone, day)
    JOIN nursery_nursery here ON here.timezone = asked.zone
    LEFT JOIN reminders_lookedat look ON look.nursery_id = here.id AND look.kind = asked.kind
    WHERE look.day IS NULL OR look.day < asked.day
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("nursery", "0001_tables"), ("reminders", "0008_how_people_are_reached")]

    operations = [
        migrations.CreateModel(
            name="LookedAt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("day", models.DateField()),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "looked at",
                "constraints": [models.UniqueConstraint(fields=("nursery", "kind"), name="one_last_look_a_kind")],
            },
        ),
        wall("reminders_lookedat"),
        migrations.RunSQL(_NOT_LOOKED_AT, "DROP FUNCTION reminders_not_looked_at(text[], text[], date[])"),
    ]
