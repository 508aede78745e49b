"""Calendar feeds, and what tells a calendar that a turn has changed.

`revision` and `changed_at` are kept by PostgreSQL, so that no way of changing a shift or a booking can forget them,
and whatever a model's `save` would write into them is put back.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import rota.models.feed
from nursery.walls import wall

_NOTE = """
CREATE FUNCTION rota_note_booking_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision = OLD.revision;
    NEW.changed_at = OLD.changed_at;
    IF (NEW.shift_id, NEW.place_id, NEW.person_id, NEW.shadow, starts_with(NEW.status, 'cancelled'))
        IS DISTINCT FROM (OLD.shift_id, OLD.place_id, OLD.person_id, OLD.shadow, starts_with(OLD.status, 'cancelled'))
    THEN
        NEW.revision = OLD.revision + 1;
        NEW.changed_at = statement_timestamp();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rota_note_booking_changed BEFORE UPDATE ON rota_booking
    FOR EACH ROW EXECUTE FUNCTION rota_note_booking_changed();

CREATE FUNCTION rota_note_shift_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision = OLD.revision;
    NEW.changed_at = OLD.changed_at;
    IF (NEW.starts_at, NEW.ends_at, NEW.duty_id, NEW.room_id, NEW.status = 'cancelled')
        IS DISTINCT FROM (OLD.starts_at, OLD.ends_at, OLD.duty_id, OLD.room_id, OLD.status = 'cancelled')
    THEN
        NEW.revision = OLD.revision + 1;
        NEW.changed_at = statement_timestamp();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rota_note_shift_changed BEFORE UPDATE ON rota_shift
    FOR EACH ROW EXECUTE FUNCTION rota_note_shift_changed();
"""

_FORGET = """
DROP TRIGGER rota_note_shift_changed ON rota_shift;
DROP FUNCTION rota_note_shift_changed();
DROP TRIGGER rota_note_booking_changed ON rota_booking;
DROP FUNCTION rota_note_booking_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_what_is_kept_of_a_check"),
        ("nursery", "0006_public_ids_unique"),
        ("rota", "0011_swaps"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=model,
                name="changed_at",
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            )
            for model in ("booking", "shift")
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="revision",
                field=models.PositiveIntegerField(db_default=0, editable=False),
            )
            for model in ("booking", "shift")
        ),
        migrations.RunSQL(sql=_NOTE, reverse_sql=_FORGET),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(default=rota.models.feed.new_token, editable=False, max_length=43, unique=True),
                ),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_read_at", models.DateTimeField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("digest_at", models.DateTimeField(blank=True, null=True)),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("nursery", "person"),
                        name="one_live_calendar_feed",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        wall("rota_calendarfeed"),
    ]
