"""Every figure of the savings opened, down to the shift: Net -> line -> shift, and the hours behind it.

`refs` names a figure in an address; `figures` and `fates` sort what the savings engine found, pure; `net`, `line`,
`shift` and `burden` are what a page each shows; `words` says why an hour counts or does not.
"""

from costs.queries.opened.burden import Burden, burden_opened
from costs.queries.opened.figures import Figure, Ledger
from costs.queries.opened.line import LineOpened, find_figures, line_opened
from costs.queries.opened.net import NetOpened, ledger_of, net_opened
from costs.queries.opened.refs import Kind, Ref
from costs.queries.opened.shift import ShiftOpened, shift_opened

__all__ = [
    "Burden",
    "Figure",
    "Kind",
    "Ledger",
    "LineOpened",
    "NetOpened",
    "Ref",
    "ShiftOpened",
    "burden_opened",
    "find_figures",
    "ledger_of",
    "line_opened",
    "net_opened",
    "shift_opened",
]
