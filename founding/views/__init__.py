from founding.views.making import file, look
from founding.views.start import discard, start

__all__ = ["discard", "file", "look", "start"]
