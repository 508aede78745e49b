"""In which nurseries a shift is to be reminded of, or a wave to be sent: ids and nothing else, whatever the scope.

Of 140,000 bookings of a week and as many messages PostgreSQL expects a handful, and would look each of them up in
turn; so nested loops are discouraged, and the one that is wanted (shift to booking, by index) is the only way there is.
"""

from django.db import migrations

_REMINDERS_DUE = """
CREATE FUNCTION rota_reminders_due(
    kind_asked text, zones text[], untils timestamptz[], notice interval, moment timestamptz
)
RETURNS TABLE (nursery_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public SET enable_nestloop = off SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
    SELECT DISTINCT booking.nursery_id
    FROM rota_shift shift
    CROSS JOIN LATERAL (
        SELECT b.nursery_id, b.person_id, b.public_id, b.booked_at
        FROM rota_booking b WHERE b.shift_id = shift.id AND b.status = 'booked' OFFSET 0
    ) booking
    JOIN nursery_nursery here ON here.id = booking.nursery_id
    JOIN unnest(zones, untils) AS zoned (name, until) ON zoned.name = here.timezone
    WHERE shift.status <> 'cancelled' AND shift.starts_at > moment
        AND shift.starts_at <= (SELECT max(until) FROM unnest(untils) AS until)
        AND shift.starts_at <= zoned.until
        AND (notice IS NULL OR booking.booked_at <= shift.starts_at - notice)
        AND NOT EXISTS (
            SELECT 1 FROM reminders_message told
            WHERE told.kind = kind_asked AND told.status <> 'dropped'
                AND told.occasion = ANY (ARRAY(
                    SELECT to_char(day, 'YYYY-MM-DD')
                    FROM generate_series(
                        moment::date - 1, (SELECT max(until) FROM unnest(untils) AS until)::date + 1, interval '1 day'
                    ) AS day
                ))
                AND told.person_id = booking.person_id AND told.subject = booking.public_id
                AND told.occasion = to_char(shift.date, 'YYYY-MM-DD')
        )
$$;
"""

_WAVES_DUE = """
CREATE FUNCTION rota_waves_due(moment timestamptz)
RETURNS TABLE (nursery_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT request.nursery_id FROM rota_coverrequest request
    JOIN rota_booking booking ON booking.id = request.booking_id JOIN rota_shift shift ON shift.id = booking.shift_id
    WHERE request.status = 'open' AND request.next_wave_at <= moment AND shift.starts_at > moment
        AND NOT EXISTS (SELECT 1 FROM rota_offer offer WHERE offer.request_id = request.id AND offer.status = 'open')
    UNION
    SELECT call.nursery_id FROM rota_callout call
    JOIN rota_place place ON place.id = call.place_id JOIN rota_shift shift ON shift.id = place.shift_id
    WHERE call.status = 'open' AND (
        call.next_wave_at <= moment OR shift.ends_at <= moment OR shift.status = 'cancelled'
        OR EXISTS (
            SELECT 1 FROM rota_booking booking
            WHERE booking.place_id = place.id AND booking.status IN ('booked', 'worked') AND booking.covers_id IS NULL
        )
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0010_message_told"), ("rota", "0020_shifts_to_come_by_index")]

    operations = [
        migrations.RunSQL(
            _REMINDERS_DUE, "DROP FUNCTION rota_reminders_due(text, text[], timestamptz[], interval, timestamptz)"
        ),
        migrations.RunSQL(_WAVES_DUE, "DROP FUNCTION rota_waves_due(timestamptz)"),
    ]
