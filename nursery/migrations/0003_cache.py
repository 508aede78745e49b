"""The table of Django's database cache, as `createcachetable` makes it: a migration, so that no step is forgotten."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("nursery", "0002_walls")]

    operations = [
        migrations.RunSQL(
            sql=[
                "CREATE TABLE nursery_cache (cache_key varchar(255) NOT NULL PRIMARY KEY,"
                " value text NOT NULL, expires timestamptz NOT NULL)",
                "CREATE INDEX nursery_cache_expires ON nursery_cache (expires)",
            ],
            reverse_sql="DROP TABLE nursery_cache",
        )
    ]
