"""A function by which the app's role, which owns no table, may have the owner's tables analysed."""

from django.db import migrations

_MAKE = """
CREATE FUNCTION nursery_refresh_statistics() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    of_ours name;
BEGIN
    FOR of_ours IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user LOOP
        EXECUTE format('ANALYZE public.%I', of_ours);
    END LOOP;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("nursery", "0006_public_ids_unique")]

    operations = [
        migrations.RunSQL(sql=_MAKE, reverse_sql="DROP FUNCTION nursery_refresh_statistics()"),
    ]
