"""How Python collects garbage in a process that serves pages or carries messages."""

import gc

# A page makes objects by the ten thousand out of rows and lets go of them all at once, hardly any in a ring. At
# Python's own 700 the collector took a third of the time of a long report, looking for rings that were not there.
_NEW_OBJECTS, _YOUNG, _MIDDLE = 50_000, 20, 50


def settle() -> None:
    """Call it once, when everything is imported.

    What start-up made lives as long as the process: the collector need not look at it again, and workers that are
    forked from here keep sharing its pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _MIDDLE)
