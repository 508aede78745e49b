"""Choosing a member."""

from django_scopes.forms import SafeModelChoiceField

from accounts.models import Person


class PersonField(SafeModelChoiceField):  # type: ignore[misc]  # django-scopes has no types
    """A member by full name, with what they are: for those who may see it."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} ({person.say_roles})"
