"""A thousand nurseries in one database, written by SQL: for what has to look at all of them."""

import datetime as dt

from django.db import connections

# Each family once a week, and four paid people twice a day.
_FAMILIES, _PAID = 60, 4
_SHIFTS_A_DAY, _PLACES = 2, 6

_NURSERIES = """
INSERT INTO nursery_nursery (slug, name, country, timezone, language, currency)
SELECT 'crowd-' || n, 'Nursery ' || n, 'GB-ENG', 'Europe/London', 'en-gb', 'GBP' FROM generate_series(1, {nurseries}) n;

INSERT INTO nursery_policy (nursery_id, ratio_rounding, min_adults, parents_count, cancel_notice_hours,
    cover_needs_manager, open_to_all_days, call_out_wave_size, call_out_wave_minutes, year_starts)
SELECT id, 'per_band', 2, true, 48, true, 7, 5, 10, 4 FROM nursery_nursery WHERE slug LIKE 'crowd-%';

INSERT INTO accounts_family (nursery_id, public_id, key, name, share)
SELECT id, substr(md5(id || '-f' || f), 1, 12), 'f' || f, 'Family ' || f, 1
FROM nursery_nursery, generate_series(1, {families}) f WHERE slug LIKE 'crowd-%';

INSERT INTO accounts_person (nursery_id, public_id, key, family_id, name, email, phone, language, roles, level, adult)
SELECT f.nursery_id, substr(md5('p' || f.id), 1, 12), 'p-' || f.key, f.id, 'Parent ' || f.key,
    f.id || '@example.org', '', '', ARRAY['parent'], 0, true
FROM accounts_family f JOIN nursery_nursery n ON n.id = f.nursery_id WHERE n.slug LIKE 'crowd-%';

INSERT INTO accounts_person (nursery_id, public_id, key, name, email, phone, language, roles, level, adult)
SELECT n.id, substr(md5(n.id || '-s' || s), 1, 12), 's' || s, 'Staff ' || s, 's' || s || '-' || n.id || '@example.org',
    '', '', CASE WHEN s = 1 THEN ARRAY['manager', 'staff'] ELSE ARRAY['staff'] END, 3, true
FROM nursery_nursery n, generate_series(1, {paid}) s WHERE n.slug LIKE 'crowd-%';

INSERT INTO rota_duty (nursery_id, key, name, pricing, counts_towards_share, needs)
SELECT id, 'care', 'Care', 'hour', true, ARRAY[]::varchar[] FROM nursery_nursery WHERE slug LIKE 'crowd-%';

INSERT INTO rota_shift (nursery_id, public_id, key, duty_id, date, starts, ends, starts_at, ends_at, status,
    cancelled_by_plan)
SELECT d.nursery_id, substr(md5(d.id || '-' || day || '-' || half), 1, 12), '', d.id, day::date, clock,
    clock + '4 hours', (day::date + clock) AT TIME ZONE 'Europe/London',
    (day::date + clock + interval '4 hours') AT TIME ZONE 'Europe/London',
    'planned', false
FROM rota_duty d JOIN nursery_nursery n ON n.id = d.nursery_id,
    generate_series('{first}'::date, '{last}'::date, interval '1 day') day,
    generate_series(0, {halves} - 1) half, LATERAL (SELECT time '09:00' + half * interval '4 hours' AS clock) c
WHERE n.slug LIKE 'crowd-%' AND extract(isodow FROM day) < 6;

INSERT INTO rota_place (nursery_id, public_id, shift_id, kind, number)
SELECT s.nursery_id, substr(md5(s.id || k.kind || number), 1, 12), s.id, k.kind, number
FROM rota_shift s JOIN nursery_nursery n ON n.id = s.nursery_id,
    (VALUES ('parent', {places}), ('paid', {paid})) k (kind, many), generate_series(1, k.many) number
WHERE n.slug LIKE 'crowd-%';

INSERT INTO rota_booking (nursery_id, public_id, shift_id, place_id, kind, person_id, status, shadow, confirmed,
    booked_at, during)
SELECT s.nursery_id, substr(md5('b' || p.id), 1, 12), s.id, p.id, p.kind, who.id,
    CASE WHEN s.ends_at < '{now}' THEN 'worked' ELSE 'booked' END, false, s.ends_at < '{now}',
    s.starts_at - interval '20 days', tstzrange(s.starts_at, s.ends_at)
FROM rota_place p JOIN rota_shift s ON s.id = p.shift_id JOIN nursery_nursery n ON n.id = s.nursery_id
JOIN LATERAL (SELECT CASE WHEN p.kind = 'paid' THEN 's' || p.number ELSE 'p-f' ||
    (((extract(isodow FROM s.date)::int - 1) * {halves} + (s.starts > '12:00')::int) * {places} + p.number) END AS key
) w ON true
JOIN accounts_person who ON who.nursery_id = s.nursery_id AND who.key = w.key
WHERE n.slug LIKE 'crowd-%';
"""

# What has been said already of every booking, by kind and how long before.
_SAID = """
INSERT INTO reminders_message (nursery_id, public_id, kind, person_id, subject, occasion, due_at, send_at, urgent,
    status, queued_at, attempts, sent_at, fault, channel, letter)
SELECT b.nursery_id, substr(md5('m' || k.kind || b.id), 1, 12), k.kind, b.person_id, b.public_id, s.date::text,
    s.starts_at - k.ahead, s.starts_at - k.ahead, false, 'sent', s.starts_at - k.ahead, 1, s.starts_at - k.ahead, '',
    'email', ''
FROM rota_booking b JOIN rota_shift s ON s.id = b.shift_id JOIN nursery_nursery n ON n.id = s.nursery_id,
    (VALUES ('rota.shift_in_week', interval '7 days'), ('rota.shift_in_two_days', interval '48 hours'),
        ('rota.shift_tomorrow', interval '15 hours')) k (kind, ahead)
WHERE n.slug LIKE 'crowd-%' AND s.starts_at - k.ahead <= '{now}';
"""

_GUARDED = ("rota_shift", "rota_place", "rota_booking")


def make_crowd(
    now: dt.datetime, *, nurseries: int = 1000, weeks_back: int = 2, weeks_ahead: int = 2, said: bool = True
) -> None:
    """Sixty families each, five days a week, all places filled; and what has been `said` of it by `now`."""
    monday = now.date() - dt.timedelta(days=now.weekday())
    filled = {
        "nurseries": nurseries,
        "families": _FAMILIES,
        "paid": _PAID,
        "halves": _SHIFTS_A_DAY,
        "places": _PLACES,
        "first": monday - dt.timedelta(weeks=weeks_back),
        "last": monday + dt.timedelta(weeks=weeks_ahead, days=-1),
        "now": now.isoformat(),
    }
    with connections["owner"].cursor() as cursor:
        for table in _GUARDED:  # the rows are whole as they are written
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in (_NURSERIES + (_SAID if said else "")).format(**filled).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        for table in _GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does within minutes of so many new rows
