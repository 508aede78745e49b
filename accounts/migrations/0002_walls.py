from django.db import migrations

from nursery.crossing import Crossing
from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables")]

    operations = [
        wall("accounts_family"),
        wall("accounts_familyshare"),
        wall("accounts_child"),
        wall("accounts_childsession"),
        wall("accounts_person", crossings=[Crossing.MEMBERSHIPS]),
        wall("accounts_personlevel"),
        wall("accounts_clearance"),
    ]
