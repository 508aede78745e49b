"""Which tables something wrote to, by the statements that it sent; signing in and counting limits left out."""

import re
from collections.abc import Iterable, Mapping

_WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "?(?!django_session|nursery_cache)(\w+)', re.I)


def tables_written(queries: Iterable[Mapping[str, str]]) -> set[str]:
    """`queries` as CaptureQueriesContext gives them."""
    return {found[2] for query in queries if (found := _WRITES.match(query["sql"]))}
