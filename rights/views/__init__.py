"""The pages of people's rights; each module's names are the URLs'."""

from rights.views.held import download, held, remark
from rights.views.keeping import keeping, wish, wish_decide

__all__ = ["download", "held", "keeping", "remark", "wish", "wish_decide"]
