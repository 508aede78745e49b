"""A kind for the engine's own tests, which need no rota: what it says is decided by the message's subject."""

from typing import Any

from reminders.kinds import Kind

NOTE = "tests.note"


class Note(Kind):
    """Says its subject; one that begins with "gone" is no longer needed, with "broken" it cannot be written."""

    name = NOTE
    description = "A note"
    template = "tests/note"

    def context(self, message, now) -> dict[str, Any] | None:
        if message.subject.startswith("gone"):
            return None
        if message.subject.startswith("broken"):
            raise ValueError(message.subject)
        return {"words": message.subject}

    def preview(self, nursery, now) -> dict[str, Any]:
        return {"words": "a note"}


KINDS = [Note]
