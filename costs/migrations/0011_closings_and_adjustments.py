"""Closings and what is put right afterwards, behind the wall; what is closed or confirmed stays as it is."""

import django.db.models.deletion
from django.db import migrations, models

import nursery.public_ids
from nursery.settled import settled
from nursery.walls import wall

_KEEP = """
CREATE FUNCTION costs_confirmed_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    confirmed boolean;
BEGIN
    IF TG_TABLE_NAME = 'costs_closing' THEN
        confirmed = OLD.closed_at IS NOT NULL;
    ELSE
        confirmed = OLD.confirmed_at IS NOT NULL;
    END IF;
    IF confirmed AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'what two people have confirmed in % stays as it is', TG_TABLE_NAME
            USING ERRCODE = '23T01', CONSTRAINT = 'confirmed_is_kept', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER costs_confirmed_is_kept BEFORE UPDATE OR DELETE ON costs_closing
    FOR EACH ROW EXECUTE FUNCTION costs_confirmed_is_kept();
CREATE TRIGGER costs_confirmed_is_kept BEFORE UPDATE OR DELETE ON costs_adjustment
    FOR EACH ROW EXECUTE FUNCTION costs_confirmed_is_kept();
CREATE TRIGGER costs_closing_kept_truncate BEFORE TRUNCATE ON costs_closing
    FOR EACH STATEMENT EXECUTE FUNCTION nursery_keep_settled();
"""
_LET_GO = """
DROP TRIGGER costs_closing_kept_truncate ON costs_closing;
DROP TRIGGER costs_confirmed_is_kept ON costs_adjustment;
DROP TRIGGER costs_confirmed_is_kept ON costs_closing;
DROP FUNCTION costs_confirmed_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_what_is_kept_of_a_check"),
        ("costs", "0010_what_ifs"),
        ("nursery", "0010_closed_terms_are_settled"),
        ("rota", "0019_closed_terms_are_settled"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="verb",
            field=models.CharField(
                choices=[
                    ("added", "added"),
                    ("changed", "changed"),
                    ("removed", "removed"),
                    ("proposed", "proposed to close"),
                    ("sent_back", "sent back"),
                    ("closed", "closed"),
                    ("confirmed", "confirmed"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("date", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hours", "hours of a duty"),
                            ("programme", "what parent duty cost"),
                            ("fee_relief", "what families paid less"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField(blank=True, null=True)),
                ("hours", models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("value_low", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("value_central", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("value_high", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("reason", models.CharField(max_length=500)),
                ("entered_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="nursery.term"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rota.duty",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["nursery", "date"], name="adjustment_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__isnull", True),
                                ("day__isnull", False),
                                ("duty__isnull", False),
                                ("hours__isnull", False),
                                ("kind", "hours"),
                                ("value_central__isnull", False),
                                ("value_high__isnull", False),
                                ("value_low__isnull", False),
                            ),
                            models.Q(
                                models.Q(("kind", "hours"), _negated=True),
                                ("amount__isnull", False),
                                ("day__isnull", True),
                                ("duty__isnull", True),
                                ("hours__isnull", True),
                                ("value_central__isnull", True),
                                ("value_high__isnull", True),
                                ("value_low__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="adjustment_of_hours_or_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="adjustment_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="adjustment_is_confirmed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    nursery.public_ids.PublicIdField(
                        default=nursery.public_ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("proposed_digest", models.CharField(max_length=64)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("inputs", models.BinaryField(null=True)),
                ("inputs_digest", models.CharField(blank=True, max_length=64)),
                ("document", models.BinaryField(null=True)),
                ("document_digest", models.CharField(blank=True, max_length=64)),
                ("engine", models.CharField(blank=True, max_length=40)),
                ("taken_in", models.BooleanField(default=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "nursery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nursery.nursery"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "term",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="closing", to="nursery.term"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("confirmed_by__isnull", True),
                                ("document__isnull", True),
                                ("document_digest", ""),
                                ("engine", ""),
                                ("inputs__isnull", True),
                                ("inputs_digest", ""),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("document__isnull", False),
                                ("inputs__isnull", False),
                                models.Q(("inputs_digest", ""), _negated=True),
                                models.Q(("document_digest", ""), _negated=True),
                                models.Q(("engine", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closing_is_proposed_or_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="closing_is_confirmed_by_another",
                    ),
                ],
            },
        ),
        wall("costs_adjustment"),
        wall("costs_closing"),
        settled("costs_adjustment", day="r.date"),
        migrations.RunSQL(sql=_KEEP, reverse_sql=_LET_GO),
    ]
