from costs.queries.facts import savings_facts, savings_of
from costs.queries.periods import terms_begun

__all__ = ["savings_facts", "savings_of", "terms_begun"]
