"""What became of the messages of a pass."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, fields

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """Counts messages, of which a letter may carry several. `lapsed` are those that an earlier worker may have sent
    already."""

    sent: int = 0
    dropped: int = 0
    put_off: int = 0
    parked: int = 0
    lapsed: int = 0
    away: str = ""

    def count_put_off(self, tried_again: Iterable[tuple[str, bool]], fault: str) -> None:
        """By public id, whether it will be tried again; else it is parked."""
        for public_id, again in tried_again:
            if again:
                self.put_off += 1
                logger.info("Message %s is put off: %s", public_id, fault)
            else:
                self.parked += 1
                logger.error("Message %s is parked: %s", public_id, fault)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def __str__(self) -> str:
        counts = f"{self.sent} sent, {self.dropped} no longer needed, {self.put_off} put off, {self.parked} parked"
        return counts + (f"; away: {self.away}" if self.away else "")
