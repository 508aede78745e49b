-- The savings of a nursery from %(first)s to %(last)s, worked out from its rows by PostgreSQL alone (domain 02 and 03),
-- as the document that `manage.py savings` prints. It shares nothing with the engines but the tables: slices come from
-- sorted edges, presence from multiranges, rounding from numeric. England's rules only.
WITH
house AS (
    SELECT n.slug, n.currency, n.timezone AS zone, p.ratio_rounding AS rounding, p.min_adults, p.parents_count
    FROM nursery_nursery n JOIN nursery_policy p ON p.nursery_id = n.id WHERE n.id = %(nursery)s
),
scenario (name) AS (VALUES ('low'), ('central'), ('high')),
-- Two-year-olds were 1:4 until 3 September 2023; volunteers hold first aid since 1 September 2025.
rules (since, until, each_two, parents_need_first_aid) AS (
    VALUES (date '1900-01-01', date '2023-09-03', 4, false),
           (date '2023-09-04', date '2025-08-31', 5, false),
           (date '2025-09-01', date '9999-12-31', 5, true)
),
days AS (
    SELECT d::date AS day, extract(isodow FROM d)::int - 1 AS weekday, each_two, parents_need_first_aid
    FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 day') d
    JOIN rules ON d::date BETWEEN since AND until
),
open_days AS (
    SELECT day, weekday FROM days JOIN nursery_term t ON day BETWEEN t.starts AND t.ends
    WHERE NOT EXISTS (SELECT FROM nursery_closure c WHERE c.term_id = t.id AND day BETWEEN c.starts AND c.ends)
),

-- Children -----------------------------------------------------------------------------------------------------------
booked_in AS (
    SELECT DISTINCT child.id AS child, session.id AS session, day
    FROM accounts_childsession e
    JOIN accounts_child child ON child.id = e.child_id
    JOIN nursery_session session ON session.id = e.session_id
    JOIN open_days USING (weekday)
    WHERE day >= ALL (array_remove(ARRAY[child.joined, e.starts], NULL))
      AND day <= ALL (array_remove(ARRAY[child.left, e.ends], NULL))
),
child_sessions AS (SELECT count(*) AS count FROM booked_in),
extra AS (
    SELECT mark.child_id AS child, session.id AS session, mark.date AS day
    FROM rota_daymark mark JOIN open_days ON day = mark.date JOIN nursery_session session
      ON CASE WHEN mark.session_id IS NOT NULL THEN session.id = mark.session_id
         ELSE session.weekday = open_days.weekday AND session.room_id IN (
             SELECT own.room_id FROM accounts_childsession e JOIN nursery_session own ON own.id = e.session_id
             WHERE e.child_id = mark.child_id) END
    WHERE mark.mark = 'extra'
),
gone AS (SELECT child_id AS child, date AS day, session_id AS session FROM rota_daymark WHERE mark <> 'extra'),
here AS (
    (SELECT child, session, day FROM booked_in
       WHERE NOT EXISTS (SELECT FROM gone WHERE (gone.child, gone.day) = (booked_in.child, booked_in.day)
                         AND gone.session IS NULL)
     UNION SELECT child, session, day FROM extra)
    EXCEPT SELECT child, session, day FROM gone WHERE session IS NOT NULL
),
visits AS (
    SELECT s.room_id AS room, here.day, here.child,
           (here.day + s.starts) AT TIME ZONE zone AS comes, (here.day + s.ends) AT TIME ZONE zone AS goes,
           (extract(year FROM here.day) - extract(year FROM c.born)) * 12
             + extract(month FROM here.day) - extract(month FROM c.born) AS months
    FROM here JOIN nursery_session s ON s.id = here.session JOIN accounts_child c ON c.id = here.child, house
),

-- Adults -------------------------------------------------------------------------------------------------------------
people AS (
    SELECT id AS person, adult, level, roles && ARRAY['staff', 'bank', 'manager']::varchar[] AS paid,
           'parent' = ANY (roles) AS parent
    FROM accounts_person
),
held AS (
    SELECT DISTINCT day, person_id AS person, kind FROM accounts_clearance c JOIN days
      ON day >= c.starts AND day <= coalesce(c.ends, 'infinity')
    WHERE decision = 'accepted' AND replaced_at IS NULL
),
standing AS (
    SELECT b.id AS booking, b.status, b.confirmed, b.shadow, b.kind AS place, s.date AS day, s.room_id AS room,
           duty.key COLLATE "C" AS duty, duty.pricing, person,
           paid AND NOT (parent AND b.kind = 'parent') AS as_paid,
           coalesce((SELECT l.level FROM accounts_personlevel l WHERE l.person_id = person AND l.starts <= s.date
                     ORDER BY l.starts DESC LIMIT 1), people.level) AS level,
           adult AND NOT b.shadow AND (
               SELECT CASE WHEN paid AND NOT (parent AND b.kind = 'parent')
                   THEN kinds @> ARRAY['dbs', 'references']
                   ELSE parents_count AND kinds @> ARRAY['dbs', 'references', 'induction', 'competence']
                        AND (NOT parents_need_first_aid OR 'pfa' = ANY (kinds)) END
               FROM (SELECT coalesce(array_agg(kind::text), '{}') AS kinds FROM held
                     WHERE (held.day, held.person) = (s.date, people.person)) AS own
           ) AS counts,
           tstzmultirange(tstzrange(coalesce(b.there_from, s.starts_at),
                                    greatest(coalesce(b.there_to, s.ends_at), coalesce(b.there_from, s.starts_at))))
           - (SELECT coalesce(range_agg(tstzrange(starts_at, ends_at)), '{}') FROM rota_break WHERE booking_id = b.id)
             AS there
    FROM rota_booking b
    JOIN rota_shift s ON s.id = b.shift_id AND s.status <> 'cancelled'
    JOIN rota_duty duty ON duty.id = s.duty_id
    JOIN days ON days.day = s.date
    JOIN people ON people.person = b.person_id, house
    WHERE b.status IN ('booked', 'worked')
),
stays AS (
    SELECT standing.*, lower(span) AS comes, upper(span) AS goes
    FROM standing, unnest(there) AS span WHERE pricing = 'care' AND room IS NOT NULL
),

-- Slices: between two neighbouring moments at which anybody comes or goes ---------------------------------------------
edges AS (
    SELECT room, day, comes AS moment FROM stays UNION SELECT room, day, goes FROM stays
    UNION SELECT room, day, comes FROM visits UNION SELECT room, day, goes FROM visits
),
slices AS (
    SELECT * FROM (SELECT room, day, moment AS starts,
                          lead(moment) OVER (PARTITION BY room, day ORDER BY moment) AS ends FROM edges) AS pairs
    WHERE ends IS NOT NULL
),
adults AS (
    SELECT s.room, s.day, s.starts,
           count(*) FILTER (WHERE counts AND as_paid) AS paid,
           count(*) FILTER (WHERE counts AND as_paid AND level < 2) AS paid_below,
           coalesce(bool_or(counts AND level >= 6), false) AS level_6
    FROM slices s LEFT JOIN stays
      ON (stays.room, stays.day) = (s.room, s.day) AND stays.comes <= s.starts AND stays.goes >= s.ends
    GROUP BY 1, 2, 3
),
children AS (
    SELECT s.room, s.day, s.starts,
           count(DISTINCT child) FILTER (WHERE months < 24) AS babies,
           count(DISTINCT child) FILTER (WHERE months >= 24 AND months < 36) AS twos,
           count(DISTINCT child) FILTER (WHERE months >= 36) AS older
    FROM slices s LEFT JOIN visits v
      ON (v.room, v.day) = (s.room, s.day) AND v.comes <= s.starts AND v.goes >= s.ends
    GROUP BY 1, 2, 3
),
ratios AS (
    SELECT slices.*, babies, twos, older, each_two, paid, paid_below, CASE WHEN level_6 THEN 13 ELSE 8 END AS each_older
    FROM slices JOIN adults USING (room, day, starts) JOIN children USING (room, day, starts) JOIN days USING (day)
),
first_band AS (SELECT *, ceil(babies / 3.0) AS for_babies, ceil(babies / 3.0) * 3 - babies AS room_1 FROM ratios),
second_band AS (
    SELECT *, ceil(greatest(0, twos - room_1) / each_two) AS more_for_twos,
           room_1 - least(room_1, twos)
             + ceil(greatest(0, twos - room_1) / each_two) * each_two - greatest(0, twos - room_1) AS room_2
    FROM first_band
),
needed AS (
    SELECT second_band.*, CASE WHEN babies + twos + older = 0 THEN 0 ELSE greatest(min_adults, CASE rounding
        WHEN 'per_band' THEN for_babies + ceil(twos::numeric / each_two) + ceil(older::numeric / each_older)
        WHEN 'substitute' THEN for_babies + more_for_twos + ceil(greatest(0, older - room_2) / each_older)
        WHEN 'pooled' THEN div(babies * each_two * each_older + twos * 3 * each_older + older * 3 * each_two
                               + 3 * each_two * each_older - 1, 3 * each_two * each_older)
        END) END AS required
    FROM second_band, house
),
parents_in AS (
    SELECT n.*, stays.duty, stays.level,
           row_number() OVER (PARTITION BY n.room, n.day, n.starts, stays.level < 2 ORDER BY stays.duty) AS nth,
           greatest(0, required - 1 - ceil((required - 1) / 2.0) - paid_below) AS cap
    FROM needed n JOIN stays
      ON (stays.room, stays.day) = (n.room, n.day) AND stays.comes <= n.starts AND stays.goes >= n.ends
    WHERE counts AND NOT as_paid AND status = 'worked' AND confirmed
),
admitted AS (
    SELECT *, row_number() OVER (PARTITION BY room, day, starts ORDER BY level < 2, duty) AS place
    FROM parents_in WHERE level >= 2 OR nth <= cap
),
displaced AS (
    SELECT duty, day, sum(extract(epoch FROM ends - starts)) AS seconds
    FROM admitted WHERE place <= required - paid GROUP BY duty, day
),

-- Hours given --------------------------------------------------------------------------------------------------------
given AS (
    SELECT day, duty, pricing, person, place, as_paid, confirmed, shadow, true AS on_shift,
           coalesce((SELECT sum(extract(epoch FROM upper(span) - lower(span))) FROM unnest(there) AS span), 0) AS seconds
    FROM standing WHERE status = 'worked'
    UNION ALL
    SELECT c.date, duty.key COLLATE "C", duty.pricing, person, 'parent', paid AND NOT parent, c.confirmed, false, false,
           c.hours * 3600
    FROM rota_contribution c JOIN rota_duty duty ON duty.id = c.duty_id JOIN people ON person = c.person_id
    WHERE c.date BETWEEN %(first)s AND %(last)s
),
by_parents AS (SELECT * FROM given WHERE NOT as_paid),
unpriced AS (
    SELECT CASE WHEN shadow THEN 'shadow' ELSE duty END COLLATE "C" AS duty, sum(seconds) AS seconds FROM by_parents
    WHERE shadow OR NOT confirmed OR pricing = 'none' GROUP BY 1 HAVING sum(seconds) > 0
),
tasks AS (
    SELECT duty, day, sum(seconds) AS seconds FROM by_parents
    WHERE confirmed AND NOT shadow AND pricing = 'task' GROUP BY duty, day
),
hours AS (
    SELECT (SELECT coalesce(sum(seconds), 0) FROM by_parents) AS parent,
           (SELECT coalesce(sum(seconds), 0) FROM by_parents WHERE confirmed) AS confirmed,
           (SELECT coalesce(sum(seconds), 0) FROM by_parents
             WHERE confirmed AND NOT shadow AND pricing = 'care') AS care,
           (SELECT coalesce(sum(seconds), 0) FROM displaced) AS displaced,
           (SELECT coalesce(sum(seconds), 0) FROM tasks) AS tasks,
           (SELECT coalesce(sum(seconds), 0) FROM given WHERE as_paid AND on_shift) AS paid
),

-- Money --------------------------------------------------------------------------------------------------------------
rate_on AS (
    SELECT DISTINCT ON (scenario.name, r.key, day) scenario.name AS scenario, r.key COLLATE "C" AS key, day, bought,
           round(wage * (1 + holiday) * (1 + ni + pension), 2) AS hourly
    FROM scenario CROSS JOIN days JOIN costs_rate r ON r.scenario IN ('', scenario.name) AND r.starts <= day
    ORDER BY scenario.name, r.key, day, r.scenario = '', r.starts DESC
),
worked AS (
    SELECT scenario.name AS scenario, w.duty, w.seconds, hourly,
           coalesce(bought, CASE duty.pricing WHEN 'care' THEN 1 ELSE 0 END) AS bought
    FROM scenario CROSS JOIN (SELECT * FROM displaced UNION ALL SELECT * FROM tasks) AS w
    JOIN rota_duty duty ON duty.key = w.duty
    LEFT JOIN rate_on r ON (r.scenario, r.key, r.day) = (scenario.name, w.duty, w.day)
    WHERE w.seconds > 0
),
lines AS (
    SELECT scenario, duty, hourly, bought, sum(seconds) AS seconds,
           round(sum(seconds) * bought * hourly / 3600, 2) AS value
    FROM worked WHERE hourly IS NOT NULL GROUP BY scenario, duty, hourly, bought
),
covered AS (
    SELECT scenario.name AS scenario, g.duty, g.seconds,
           (SELECT p.hourly_cost FROM costs_pay p WHERE p.person_id = g.person AND p.starts <= g.day
             ORDER BY p.starts DESC LIMIT 1) AS cost,
           CASE g.pricing WHEN 'none' THEN 0 WHEN 'care' THEN hourly
                ELSE round(coalesce(bought, 0) * hourly, 2) END AS worth
    FROM scenario CROSS JOIN given g
    LEFT JOIN rate_on r ON (r.scenario, r.key, r.day) = (scenario.name, g.duty, g.day)
    WHERE g.as_paid AND g.place = 'parent' AND NOT g.shadow AND g.on_shift AND g.seconds > 0
),
premium AS (
    SELECT scenario, duty, cost, sum(seconds) AS seconds, round(sum(seconds * (cost - worth)) / 3600, 2) AS value
    FROM covered WHERE cost IS NOT NULL AND worth IS NOT NULL GROUP BY scenario, duty, cost
),
entries AS (
    SELECT scenario.name AS scenario, kind COLLATE "C" AS kind, p.hours,
           coalesce(round(amount, 2), round(p.hours * hourly, 2)) AS value
    FROM scenario CROSS JOIN costs_programmeentry p
    LEFT JOIN rate_on r ON (r.scenario, r.key, r.day) = (scenario.name, p.rate, p.date)
    WHERE p.date BETWEEN %(first)s AND %(last)s
),
programme AS (
    SELECT scenario, kind, sum(value) AS value FROM entries WHERE value IS NOT NULL GROUP BY scenario, kind
),
relief AS (
    SELECT coalesce(sum(round(amount, 2)), 0) AS amount FROM costs_feerelief
    WHERE date BETWEEN %(first)s AND %(last)s
),
totals AS (
    SELECT name AS scenario,
        CASE WHEN NOT EXISTS (SELECT FROM worked w WHERE w.scenario = name AND hourly IS NULL)
             THEN (SELECT coalesce(sum(value), 0) FROM lines l WHERE l.scenario = name) END AS value,
        CASE WHEN NOT EXISTS (SELECT FROM covered c WHERE c.scenario = name AND cost IS NOT NULL AND worth IS NULL)
             THEN (SELECT coalesce(sum(value), 0) FROM premium p WHERE p.scenario = name) END AS premium,
        CASE WHEN NOT EXISTS (SELECT FROM entries e WHERE e.scenario = name AND value IS NULL AND hours > 0)
             THEN (SELECT coalesce(sum(value), 0) FROM programme p WHERE p.scenario = name) END AS programme
    FROM scenario
),
nets AS (SELECT *, value - premium - programme AS net FROM totals)

SELECT json_build_object(
    'nursery', slug, 'from', %(first)s::date, 'to', %(last)s::date, 'currency', currency,
    'scenarios', (SELECT json_object_agg(scenario, json_build_object(
        'lines', (SELECT coalesce(json_agg(json_build_object(
            'duty', duty, 'rate', round(hourly, 2)::text, 'bought', round(bought, 4)::text,
            'hours', round(seconds / 3600, 2)::text, 'value', round(l.value, 2)::text) ORDER BY duty, hourly, bought), '[]')
            FROM lines l WHERE l.scenario = nets.scenario),
        'premium', (SELECT coalesce(json_agg(json_build_object(
            'duty', duty, 'hourly_cost', round(cost, 2)::text,
            'hours', round(seconds / 3600, 2)::text, 'value', round(p.value, 2)::text) ORDER BY duty, cost), '[]')
            FROM premium p WHERE p.scenario = nets.scenario),
        'programme', (SELECT coalesce(json_agg(json_build_object(
            'kind', kind, 'value', round(p.value, 2)::text) ORDER BY kind), '[]')
            FROM programme p WHERE p.scenario = nets.scenario),
        'value', round(value, 2)::text, 'premium_total', round(premium, 2)::text,
        'programme_total', round(programme, 2)::text, 'net', round(net, 2)::text,
        'fee_relief', round(amount, 2)::text, 'retained', round(net - amount, 2)::text,
        'returned', CASE WHEN net > 0 THEN round(amount / net, 4)::text END)) FROM nets, relief),
    'hours', json_build_object(
        'parent', round(parent / 3600, 2)::text, 'care_displaced', round(displaced / 3600, 2)::text,
        'care_enriching', round((care - displaced) / 3600, 2)::text,
        'priced', round((displaced + tasks) / 3600, 2)::text,
        'unpriced', (SELECT coalesce(json_object_agg(duty, round(seconds / 3600, 2)::text ORDER BY duty), '{}')
                     FROM unpriced),
        'confirmed_share', round(confirmed / nullif(parent, 0), 4)::text,
        'paid', round(paid / 3600, 2)::text, 'child_sessions', child_sessions.count),
    'per_parent_hour', (SELECT json_build_object(
        'net', round(net * 3600 / nullif(parent, 0), 2)::text,
        'relief', round(amount * 3600 / nullif(parent, 0), 2)::text)
        FROM nets, relief WHERE scenario = 'central')
)::text
FROM house, hours, child_sessions
