"""What a step's answer is known by."""

import hashlib
import json
from typing import Any


def digest_of(answer: Any) -> str:
    """ "" for a step without one."""
    if answer is None:
        return ""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:16]
