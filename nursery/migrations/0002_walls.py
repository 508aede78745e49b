from django.db import migrations

from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [("nursery", "0001_tables")]

    operations = [
        wall("nursery_policy"),
        wall("nursery_term"),
        wall("nursery_closure"),
        wall("nursery_room"),
        wall("nursery_session"),
    ]
