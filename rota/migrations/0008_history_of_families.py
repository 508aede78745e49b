import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_deputies_and_used_links"),
        ("rota", "0007_history_names_a_clearance"),
    ]

    operations = [
        migrations.AddField(
            model_name="historyentry",
            name="family",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="accounts.family",
            ),
        ),
    ]
