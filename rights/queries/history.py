"""What was done about somebody, all of it, for what they take away."""

from accounts.models import Person
from home.history.reading import Asked, Deed, deeds_about
from nursery.models import Nursery

_PAGES = 100  # of thirty deeds each; whoever has more reads the rest on the page


def all_deeds_about(person: Person, nursery: Nursery) -> list[Deed]:
    """The newest first."""
    deeds: list[Deed] = []
    asked = Asked()
    for _page in range(_PAGES):
        page = deeds_about(person, nursery, asked)
        deeds += [deed for day in page.days for deed in day.deeds]
        if page.older is None:
            break
        asked = Asked(before=page.older)
    return deeds
