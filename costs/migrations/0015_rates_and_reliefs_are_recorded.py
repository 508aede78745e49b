"""Each change of rates, pay and fee relief is written down; of pay never how much it is, which is for few to see."""

from django.db import migrations

from nursery.recorded import recorded


class Migration(migrations.Migration):
    dependencies = [("costs", "0014_changes_by_deed"), ("nursery", "0011_recorded")]

    operations = [
        recorded(
            "costs_rate",
            "rate",
            ["key", "scenario", "starts", "wage", "holiday", "ni", "pension", "bought"],
            veiled=["source", "evidence", "note"],
        ),
        recorded("costs_pay", "pay", ["starts"], veiled=["hourly_cost"], person="r.person_id"),
        recorded("costs_feerelief", "feerelief", ["date", "amount"], veiled=["note"]),
    ]
