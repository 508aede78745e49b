from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("costs", "0011_closings_and_adjustments")]

    operations = [migrations.AddField("closing", "tally", models.BinaryField(null=True))]
