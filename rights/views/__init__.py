"""The pages of people's rights; each module's names are the URLs'."""

from rights.views.held import download, held, remark

__all__ = ["download", "held", "remark"]
