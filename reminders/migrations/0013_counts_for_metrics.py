"""What a monitor may know of all nurseries together: how many messages, by kind and channel, and nothing else.

The states are read from the partial indexes of what waits and what is parked; what happened, from `message_log` and
`failure_at`, nursery by nursery and only since a moment. So the table may be as long as it likes.
"""

from django.db import migrations

_COUNTS = """
CREATE FUNCTION reminders_counts(since timestamptz, until timestamptz)
RETURNS TABLE (what text, kind text, channel text, messages bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    WITH waiting AS (
        SELECT w.kind, w.send_at, w.queued_at FROM reminders_message w WHERE w.status = 'waiting'
    ), settled AS (
        SELECT m.* FROM nursery_nursery n CROSS JOIN LATERAL (
            SELECT r.kind, r.channel, r.status, r.queued_at, COALESCE(r.sent_at, r.send_at) AS moment
            FROM reminders_message r
            WHERE r.nursery_id = n.id AND COALESCE(r.sent_at, r.send_at) > since AND r.status <> 'waiting'
            OFFSET 0
        ) m
    )
    SELECT CASE WHEN w.send_at <= until THEN 'waiting' ELSE 'later' END, w.kind, '', count(*)
    FROM waiting w GROUP BY 1, 2
    UNION ALL
    SELECT 'parked', p.kind, '', count(*) FROM reminders_message p
    WHERE p.status = 'parked' AND p.put_aside_at IS NULL GROUP BY 2
    UNION ALL
    SELECT 'queued', q.kind, '', count(*) FROM (
        SELECT w.kind FROM waiting w WHERE w.queued_at > since
        UNION ALL
        SELECT s.kind FROM settled s WHERE s.queued_at > since
    ) q GROUP BY 2
    UNION ALL
    SELECT s.status, s.kind, s.channel, count(*) FROM settled s
    WHERE s.status <> 'parked' AND s.moment <= until GROUP BY 1, 2, 3
    UNION ALL
    SELECT 'failed', m.kind, f.channel, count(*) FROM nursery_nursery n CROSS JOIN LATERAL (
        SELECT r.channel, r.message_id FROM reminders_failure r WHERE r.nursery_id = n.id AND r.at > since OFFSET 0
    ) f JOIN reminders_message m ON m.id = f.message_id GROUP BY 2, 3
$$
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0012_log_of_messages")]

    operations = [
        migrations.RunSQL(_COUNTS, "DROP FUNCTION reminders_counts(timestamptz, timestamptz)"),
    ]
