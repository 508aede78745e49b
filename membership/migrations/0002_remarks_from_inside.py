"""Something may be said to be not right by whoever is in already."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_tables")]

    operations = [
        migrations.AlterField(
            model_name="remark",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="remarks",
                to="membership.invitation",
            ),
        ),
    ]
