"""Who was named to run a shift, and what a mark was before and after it was changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_deputies_and_used_links"),
        ("rota", "0009_cancelled_by_plan_and_every_second_week"),
    ]

    operations = [
        migrations.AddField(
            "shift",
            "lead",
            models.ForeignKey(
                to="accounts.person",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="+",
            ),
        ),
        migrations.AddField("historyentry", "before", models.JSONField(null=True, blank=True)),
        migrations.AddField("historyentry", "after", models.JSONField(null=True, blank=True)),
        migrations.AddField(
            "historyentry",
            "child",
            models.ForeignKey(
                to="accounts.child",
                on_delete=django.db.models.deletion.DO_NOTHING,
                db_constraint=False,
                null=True,
                blank=True,
                related_name="+",
            ),
        ),
    ]
