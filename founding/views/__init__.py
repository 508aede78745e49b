from founding.views.making import file, look
from founding.views.start import discard, start
from founding.views.steps import draft, step

__all__ = ["discard", "draft", "file", "look", "start", "step"]
