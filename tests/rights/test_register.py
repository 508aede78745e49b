"""Each table and text: declared as held about somebody, or listed with a reason why it is not."""

import itertools

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Account, Child, Family, Person
from nursery.held import Goes, Held, not_held, register
from rights.queries.held import field_of

SOMEBODY = (Person, Account, Family, Child)
_TEXTS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField, models.BinaryField)


def keys_to_somebody(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in SOMEBODY
    }


def texts(model: type[models.Model]) -> set[str]:
    """Columns that could hold what somebody wrote, or what names them."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, _TEXTS) and not field.choices and field.name != "public_id"
    }


def declared(model: type[models.Model]) -> list[Held]:
    return [held for held in register() if held.model is model]


def test_each_table_that_leads_to_somebody_or_holds_a_text_is_declared_or_listed() -> None:
    forgotten = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if (keys_to_somebody(model) or texts(model) or model in SOMEBODY)
        and not declared(model)
        and model._meta.label not in not_held()
    }
    assert forgotten == set()


def test_each_key_to_somebody_is_a_declared_path() -> None:
    """A row that two people stand in is declared for each of them."""
    forgotten = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        if declared(model)
        for name in keys_to_somebody(model)
        if model not in (Person, Family, Child)
        and not any(held.path.split("__")[0] == name for held in declared(model))
    }
    assert forgotten == set()


def test_each_text_of_a_declared_table_is_shown_replaced_or_left_out_because() -> None:
    forgotten = {}
    for model, of_it in itertools.groupby(sorted(register(), key=lambda h: h.model._meta.label), lambda h: h.model):
        said = {name for held in of_it for name in (*held.shows, *held.replaced, *held.left_out)}
        if texts(model) - said:
            forgotten[model._meta.label] = texts(model) - said
    assert forgotten == {}


def test_every_path_and_column_that_is_named_is_there() -> None:
    for held in register():
        assert held.shows, held.name
        assert not set(held.shows) & set(held.left_out), held.name
        for lookup in held.shows:
            field_of(held.model, lookup)
        for name in (*held.replaced, *held.left_out):
            held.model._meta.get_field(name)


def test_what_is_replaced_says_with_what_and_nothing_else_does() -> None:
    assert all(bool(held.replaced) == (held.goes == Goes.REPLACED) for held in register())


def test_nothing_is_both_declared_and_listed_and_every_name_is_its_own() -> None:
    assert {held.model._meta.label for held in register()}.isdisjoint(not_held())
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(not_held()) <= labels
    names = [held.name for held in register()]
    assert len(names) == len(set(names))


def test_a_text_that_names_somebody_is_never_in_an_array_unseen() -> None:
    """Arrays hold choices alone."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ArrayField):
                assert field.base_field.choices, f"{model._meta.label}.{field.name}"
