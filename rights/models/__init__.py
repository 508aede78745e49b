"""What was erased, and who asked to be."""

from rights.models.erasing import Erased, Erasure, Wish

__all__ = ["Erased", "Erasure", "Wish"]
