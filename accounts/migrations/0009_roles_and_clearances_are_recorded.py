"""Each change of who somebody is in a nursery, of what lets them do things, and of who deputises is written down."""

from django.db import migrations

from nursery.recorded import recorded


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_person_language"), ("nursery", "0011_recorded")]

    operations = [
        recorded(
            "accounts_person",
            "person",
            ["roles", "level", "adult", "joined", "left", "family_id", "account_id"],
            veiled=["name", "email", "phone"],
            person="r.id",
        ),
        recorded("accounts_personlevel", "personlevel", ["starts", "level"], person="r.person_id"),
        recorded(
            "accounts_clearance",
            "clearance",
            ["kind", "starts", "ends", "issued", "level", "checked_by_id", "decision", "recorded_at", "replaced_at"],
            veiled=["reference"],
            person="r.person_id",
        ),
        recorded("accounts_deputy", "deputy", ["starts", "ends"], person="r.person_id"),
        recorded("accounts_family", "family", ["share"], veiled=["name"], family="r.id"),
        recorded("accounts_familyshare", "familyshare", ["starts", "share"], family="r.family_id"),
    ]
