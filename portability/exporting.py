"""A nursery file goes out: the same document, in a stable order."""

import json
from typing import Any

from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.parts import PARTS
from portability.parts.exceptions import exceptions
from portability.parts.part import Outgoing
from portability.shape import Document

FORMAT = "nursery/1"


def export_document(nursery: Nursery) -> Document:
    """All that is known of a nursery's life, as a nursery file; parts without entries are left out."""
    document: Document = {"format": FORMAT}
    with nursery_scope(nursery):
        out = Outgoing(nursery, exceptions(nursery))
        for part in PARTS:
            found: Any = part.give_out(out)
            if found:
                document[part.name] = found
    return document


def as_text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
