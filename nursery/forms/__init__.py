"""How forms are drawn, and days, clock times and money as people type them."""

from nursery.forms.clock import ClockField
from nursery.forms.days import DayField, DaySpanForm
from nursery.forms.drawing import Renderer
from nursery.forms.money import MoneyField, PercentField, read_as_part

__all__ = ["ClockField", "DayField", "DaySpanForm", "MoneyField", "PercentField", "Renderer", "read_as_part"]
