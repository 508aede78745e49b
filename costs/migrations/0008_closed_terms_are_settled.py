"""What running parent duty cost in a closed term, and what families paid less in it, stays as it is."""

from django.db import migrations

from nursery.settled import settled


class Migration(migrations.Migration):
    dependencies = [
        ("costs", "0007_budgets"),
        ("nursery", "0010_closed_terms_are_settled"),
    ]

    operations = [
        settled("costs_programmeentry", day="r.date"),
        settled("costs_feerelief", day="r.date"),
    ]
