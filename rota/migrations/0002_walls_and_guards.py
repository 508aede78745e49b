"""The second wall for the rota's tables, and what PostgreSQL itself keeps true of bookings.

`during` is taken from the shift (or from the time really there) by a trigger, so that the constraint which lets
nobody be in two places at once never rests on what the code remembered to copy.
"""

from django.db import migrations

from nursery.walls import wall

_KEEP_BOOKING = """
CREATE FUNCTION rota_keep_booking() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shift_starts timestamptz;
    shift_ends timestamptz;
    place_shift bigint;
    place_kind text;
BEGIN
    SELECT starts_at, ends_at INTO shift_starts, shift_ends FROM rota_shift WHERE id = NEW.shift_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'booking % is on a shift that is not there', NEW.id USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF NEW.place_id IS NOT NULL THEN
        SELECT shift_id, kind INTO place_shift, place_kind FROM rota_place WHERE id = NEW.place_id;
        IF place_shift IS DISTINCT FROM NEW.shift_id OR place_kind IS DISTINCT FROM NEW.kind THEN
            RAISE EXCEPTION 'booking % stands in a place of another shift or kind', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_is_on_the_shift';
        END IF;
    END IF;
    NEW.during = tstzrange(
        COALESCE(NEW.there_from, shift_starts),
        GREATEST(COALESCE(NEW.there_to, shift_ends), COALESCE(NEW.there_from, shift_starts)),
        '[)'
    );
    RETURN NEW;
END
$$;
CREATE TRIGGER rota_keep_booking BEFORE INSERT OR UPDATE ON rota_booking
    FOR EACH ROW EXECUTE FUNCTION rota_keep_booking();

CREATE FUNCTION rota_shift_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE rota_booking SET shift_id = shift_id WHERE shift_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER rota_shift_moved AFTER UPDATE OF starts_at, ends_at ON rota_shift
    FOR EACH ROW WHEN (OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at)
    EXECUTE FUNCTION rota_shift_moved();

CREATE FUNCTION rota_history_is_added_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is only ever added to' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER rota_history_is_added_only BEFORE UPDATE ON rota_historyentry
    FOR EACH ROW EXECUTE FUNCTION rota_history_is_added_only();

CREATE FUNCTION rota_busy_elsewhere(accounts bigint[], here bigint, since timestamptz, until timestamptz)
RETURNS TABLE (account_id bigint, starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT person.account_id, lower(booking.during), upper(booking.during)
    FROM rota_booking booking JOIN accounts_person person ON person.id = booking.person_id
    WHERE person.account_id = ANY (accounts) AND booking.nursery_id <> here
        AND booking.status IN ('booked', 'worked') AND booking.during && tstzrange(since, until)
$$;
"""

_LET_GO = """
DROP FUNCTION rota_busy_elsewhere(bigint[], bigint, timestamptz, timestamptz);
DROP TRIGGER rota_history_is_added_only ON rota_historyentry;
DROP FUNCTION rota_history_is_added_only();
DROP TRIGGER rota_shift_moved ON rota_shift;
DROP FUNCTION rota_shift_moved();
DROP TRIGGER rota_keep_booking ON rota_booking;
DROP FUNCTION rota_keep_booking();
"""


class Migration(migrations.Migration):
    dependencies = [("rota", "0001_tables")]

    operations = [
        migrations.RunSQL(sql=_KEEP_BOOKING, reverse_sql=_LET_GO),
        wall("rota_duty"),
        wall("rota_ratiorule"),
        wall("rota_meal"),
        wall("rota_shiftpattern"),
        wall("rota_shift"),
        wall("rota_place"),
        wall("rota_standingturn"),
        wall("rota_booking"),
        wall("rota_break"),
        wall("rota_coverrequest"),
        wall("rota_offer"),
        wall("rota_contribution"),
        wall("rota_relief"),
        wall("rota_absence"),
        wall("rota_reserve"),
        wall("rota_daymark"),
        wall("rota_historyentry"),
    ]
