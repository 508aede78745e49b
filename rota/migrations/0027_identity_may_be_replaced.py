"""What names somebody may be replaced by the role that erases people, and by nobody else: in history the reason that
was typed, and in a closed term the note of hours given."""

from django.db import migrations

from nursery.settled import settled, settled_no_more

_FORWARD = """
CREATE OR REPLACE FUNCTION rota_history_is_added_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'turnabout_eraser' AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'history is only ever added to' USING ERRCODE = 'check_violation';
END
$$;
"""
_BACK = """
CREATE OR REPLACE FUNCTION rota_history_is_added_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is only ever added to' USING ERRCODE = 'check_violation';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("rota", "0026_leaving_is_in_history")]

    operations = [
        migrations.RunSQL(sql=_FORWARD, reverse_sql=_BACK),
        settled_no_more(settled("rota_contribution", day="r.date")),
        settled("rota_contribution", day="r.date", identity="note"),
    ]
