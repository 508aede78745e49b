"""Forms of the rota, one file a noun. They accept what people type."""

from rota.forms.clock import ClockField
from rota.forms.patterns import PatternChangeForm, PatternEndForm, PatternForm

__all__ = ["ClockField", "PatternChangeForm", "PatternEndForm", "PatternForm"]
