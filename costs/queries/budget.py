"""What is planned for terms."""

from costs.models import Budget
from nursery.models import Term


def budget_of(term: Term) -> Budget | None:
    """What the treasurer has planned for a term; None where nothing is. One query."""
    return Budget.objects.filter(term=term).first()
