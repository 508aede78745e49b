from costs.queries.budget import budget_of
from costs.queries.facts import savings_facts, savings_of
from costs.queries.periods import period_asked, terms_begun

__all__ = ["budget_of", "period_asked", "savings_facts", "savings_of", "terms_begun"]
