"""What the kinds of the programme's costs are called; a nursery may have kinds of its own."""

from django.utils.translation import gettext as _

KINDS = ("coordination", "induction", "first_aid", "dbs", "software", "expenses")  # those that every nursery has


def say_programme_kind(kind: str) -> str:
    names = {
        "coordination": _("Coordination"),
        "dbs": _("DBS checks"),
        "expenses": _("Expenses"),
        "first_aid": _("First-aid courses"),
        "induction": _("Induction"),
        "software": _("Software"),
    }
    return names.get(kind, kind.replace("_", " ").capitalize())
