"""A closed term, its dates and its closures stay as they are; and what the guards of other tables stand on.

See nursery/settled.py. The lock is one of the nursery's, not the term's: what is written may move from one term into
another. Under READ COMMITTED each statement of these functions sees what was committed before it, so whoever waited
for a closing sees the term closed; under a stricter isolation the term's row is locked too, and PostgreSQL itself says
that the two cannot both have happened.
"""

from django.db import migrations

_KEEP = """
CREATE FUNCTION nursery_settle_alone(nursery bigint) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('turnabout settles'), hashint8(nursery))
$$;

CREATE FUNCTION nursery_refuse_settled(touched text, term text, day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the term "%" is closed: nothing % changes in % any more',
            term, COALESCE('on ' || day, 'of it'), touched
        USING ERRCODE = '23T01', CONSTRAINT = 'closed_term_is_settled', TABLE = touched,
            HINT = 'What was wrong is put right by a correction, entered in a term that is open.';
END
$$;

CREATE FUNCTION nursery_hold_open(touched text, of_nursery bigint, of_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    closed text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('turnabout settles'), hashint8(of_nursery));
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM FROM nursery_term WHERE nursery_id = of_nursery AND of_day BETWEEN starts AND ends FOR SHARE;
    END IF;
    SELECT key INTO closed FROM nursery_term
        WHERE nursery_id = of_nursery AND of_day BETWEEN starts AND ends AND closed_at IS NOT NULL;
    IF FOUND THEN
        PERFORM nursery_refuse_settled(touched, closed, of_day);
    END IF;
END
$$;

-- Emptying a table asks for no row, hence for no day. The app may not do that at all.
CREATE FUNCTION nursery_keep_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed text;
BEGIN
    SELECT key INTO closed FROM nursery_term WHERE closed_at IS NOT NULL ORDER BY id LIMIT 1;
    IF FOUND THEN
        PERFORM nursery_refuse_settled(TG_TABLE_NAME, closed, NULL);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION nursery_term_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.closed_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        PERFORM nursery_refuse_settled(TG_TABLE_NAME, OLD.key, NULL);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.closed_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.closed_at IS NULL) THEN
        PERFORM nursery_settle_alone(NEW.nursery_id);
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER nursery_term_settled BEFORE INSERT OR UPDATE OR DELETE ON nursery_term
    FOR EACH ROW EXECUTE FUNCTION nursery_term_settled();
CREATE TRIGGER nursery_term_settled_truncate BEFORE TRUNCATE ON nursery_term
    FOR EACH STATEMENT EXECUTE FUNCTION nursery_keep_settled();

CREATE FUNCTION nursery_closure_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed text;
    of_term bigint;
    of_nursery bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    FOR of_term, of_nursery IN
        SELECT id, nursery_id FROM nursery_term
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.term_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.term_id END)
    LOOP
        PERFORM pg_advisory_xact_lock_shared(hashtext('turnabout settles'), hashint8(of_nursery));
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            PERFORM FROM nursery_term WHERE id = of_term FOR SHARE;
        END IF;
        SELECT key INTO closed FROM nursery_term WHERE id = of_term AND closed_at IS NOT NULL;
        IF FOUND THEN
            PERFORM nursery_refuse_settled(TG_TABLE_NAME, closed, NULL);
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER nursery_closure_settled BEFORE INSERT OR UPDATE OR DELETE ON nursery_closure
    FOR EACH ROW EXECUTE FUNCTION nursery_closure_settled();
CREATE TRIGGER nursery_closure_settled_truncate BEFORE TRUNCATE ON nursery_closure
    FOR EACH STATEMENT EXECUTE FUNCTION nursery_keep_settled();
"""

_LET_GO = """
DROP TRIGGER nursery_closure_settled_truncate ON nursery_closure;
DROP TRIGGER nursery_closure_settled ON nursery_closure;
DROP FUNCTION nursery_closure_settled();
DROP TRIGGER nursery_term_settled_truncate ON nursery_term;
DROP TRIGGER nursery_term_settled ON nursery_term;
DROP FUNCTION nursery_term_settled();
DROP FUNCTION nursery_keep_settled();
DROP FUNCTION nursery_hold_open(text, bigint, date);
DROP FUNCTION nursery_refuse_settled(text, text, date);
DROP FUNCTION nursery_settle_alone(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("nursery", "0009_policy_year_starts")]

    operations = [migrations.RunSQL(sql=_KEEP, reverse_sql=_LET_GO)]
