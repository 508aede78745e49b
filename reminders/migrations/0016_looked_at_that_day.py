"""A daily kind has been looked at where that was on this very day. A day that is still ahead comes of a clock that was
wrong, or of a nursery that has moved to another time zone: neither may keep its mornings from it until then."""

from django.db import migrations

_NOT_LOOKED_AT = """
CREATE OR REPLACE FUNCTION reminders_not_looked_at(kinds text[], zones text[], days date[])
RETURNS TABLE (kind text, nursery_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT asked.kind, here.id
    FROM unnest(kinds, zones, days) AS asked (kind, zone, day)
    JOIN nursery_nursery here ON here.timezone = asked.zone
    LEFT JOIN reminders_lookedat look ON look.nursery_id = here.id AND look.kind = asked.kind
    WHERE look.day {differs} asked.day
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0015_one_person_a_browser")]

    operations = [
        migrations.RunSQL(
            _NOT_LOOKED_AT.format(differs="IS DISTINCT FROM"),
            _NOT_LOOKED_AT.format(differs="IS NULL OR look.day <"),
        )
    ]
