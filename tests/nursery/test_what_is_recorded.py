"""Each table and column: recorded, or not recorded, because."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from home.history.words import Thing
from nursery.recorded import Recording
from tests.nursery.conftest import owned_tables

_CHILDREN = "children are kept to the least that works; the rota's own history says who marked a day"
_LEADS_TO_BOOKINGS = "it leads to a booking or ends with nothing; the booking is recorded"
_PLAN = "planning, which the rota's own history tells with what was planned"
_MONEY_BESIDE = "no rate and no relief; costs.Change tells it with before and after"
_MESSAGES = "messages and how somebody is told: the outbox is its own log"
_INVITING = "it says itself who invited, when, and what became of it; whom it let in is recorded of the person"
NOT_RECORDED = {
    "nursery_recorded": "the record itself",
    "rota_historyentry": "history itself, which is only added to",
    "costs_change": "history itself, which is only added to",
    "nursery_closure": _PLAN,
    "nursery_room": _PLAN,
    "nursery_session": _PLAN,
    "rota_meal": _PLAN,
    "rota_shiftpattern": _PLAN,
    "rota_shift": _PLAN,
    "rota_place": _PLAN,
    "rota_standingturn": _LEADS_TO_BOOKINGS,
    "rota_coverrequest": _LEADS_TO_BOOKINGS,
    "rota_offer": _LEADS_TO_BOOKINGS,
    "rota_swap": _LEADS_TO_BOOKINGS,
    "rota_callout": _LEADS_TO_BOOKINGS,
    "rota_ask": _LEADS_TO_BOOKINGS,
    "rota_reserve": _LEADS_TO_BOOKINGS,
    "rota_absence": "days away are said without more than their days, by the rota's own history",
    "rota_contribution": "hours given outside the rota, which the rota's own history tells with before and after",
    "rota_daymark": _CHILDREN,
    "rota_calendarfeed": "an address is a key, and is written down nowhere else",
    "accounts_child": _CHILDREN,
    "accounts_childsession": _CHILDREN,
    "accounts_usedlink": "what a link did is recorded, by the link",
    "costs_adjustment": _MONEY_BESIDE,
    "costs_budget": _MONEY_BESIDE,
    "costs_closing": _MONEY_BESIDE,
    "costs_programmeentry": _MONEY_BESIDE,
    "costs_whatif": _MONEY_BESIDE,
    "membership_invitation": _INVITING,
    "membership_remark": _INVITING,
    "rights_erasure": "a log itself, of ids and counts",
    "rights_wish": "it says itself who asked, who decided, and when",
}
# Of recorded tables: `id`, `nursery_id`, `public_id` and what says whom it is about stand beside what is recorded.
BESIDE = {"id", "nursery_id", "public_id"}
NOT_RECORDED_OF = {
    "accounts_person": {"key": "only what the nursery file calls it", "language": "how somebody is written to"},
    "accounts_personlevel": {"person_id": "recorded as whom it is about"},
    "accounts_clearance": {"person_id": "recorded as whom it is about"},
    "accounts_deputy": {"person_id": "recorded as whom it is about"},
    "accounts_family": {"key": "only what the nursery file calls it"},
    "accounts_familyshare": {"family_id": "recorded as whom it is about"},
    "rota_booking": {
        "will_come_at": "what somebody says, and may unsay",
        "booked_at": "the moment of the record",
        "during": "kept by PostgreSQL from the shift",
        "revision": "kept by PostgreSQL",
        "changed_at": "kept by PostgreSQL",
    },
    "rota_relief": {"family_id": "recorded as whom it is about"},
    "costs_pay": {"person_id": "recorded as whom it is about"},
}


def _recordings() -> Iterator[Recording]:
    """Each table's last: a later migration may record it anew."""
    last: dict[str, Recording] = {}
    for _name, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        last |= {each.table: each for each in migration.operations if isinstance(each, Recording)}
    yield from last.values()


def _triggered() -> set[str]:
    """The tables that PostgreSQL writes down every change of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname LIKE '%\\_recorded\\_%' AND tgenabled = 'O' GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    assert set(found.values()) == {3}
    return set(found)


def test_each_table_of_a_nursery_is_recorded_or_not_recorded_because(db: None) -> None:
    # The tables of messages are told apart by their floor: none of it is a booking, clearance, relief, rate or role.
    theirs = {table for table in owned_tables() if not table.startswith("reminders_")} | {"nursery_nursery"}
    triggered = _triggered()
    assert triggered.isdisjoint(NOT_RECORDED)
    assert theirs == triggered | NOT_RECORDED.keys()


def test_each_column_of_a_recorded_table_is_recorded_or_not_recorded_because() -> None:
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    forgotten = {}
    for recording in _recordings():
        known = {*recording.said, *recording.veiled, *NOT_RECORDED_OF.get(recording.table, {}), *BESIDE}
        columns = {field.column for field in by_table[recording.table]._meta.concrete_fields}
        if columns != known & columns or columns - known:
            forgotten[recording.table] = columns - known
        assert known - BESIDE <= columns, recording.table
    assert forgotten == {}


def test_no_free_text_and_no_address_is_recorded_but_as_changed() -> None:
    """A text column is recorded only where it is a choice or a key of the nursery's own."""
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    keys = {"key", "slug", "country", "timezone", "language", "currency"}
    free: set[str] = set()
    for recording in _recordings():
        fields = {field.column: field for field in by_table[recording.table]._meta.concrete_fields}
        for name in recording.said:
            field = fields[name]
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
                free.add(name)
    assert free <= keys


def test_whatever_is_recorded_is_named_as_its_model_and_has_its_sentences() -> None:
    named = {model._meta.db_table: model._meta.model_name for model in apps.get_models()}
    assert {recording.thing for recording in _recordings()} == set(Thing.values)
    assert all(named[recording.table] == recording.thing for recording in _recordings())
