"""One lock: whoever invites somebody, takes an invitation back, joins by it or corrects what is known of them takes
that person's row first, and no other."""

from accounts.models import Person


def lock_person(person: Person) -> Person:
    """The person as they now are, with family and nursery, held until the transaction ends."""
    return (
        Person.objects.select_for_update(no_key=True, of=("self",))
        .select_related("family", "nursery")
        .get(pk=person.pk)
    )
