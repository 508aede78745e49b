"""How forms are drawn, and days and money as people type them."""

from nursery.forms.days import DayField, DaySpanForm
from nursery.forms.drawing import Renderer
from nursery.forms.money import MoneyField, PercentField, read_as_part

__all__ = ["DayField", "DaySpanForm", "MoneyField", "PercentField", "Renderer", "read_as_part"]
