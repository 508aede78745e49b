"""A report as JSON, and back: the same bytes for the same report, wherever and whenever they are written."""

import msgspec

from costs.reports.figures import Report

_ENCODER = msgspec.json.Encoder(decimal_format="string", order="deterministic")


def report_bytes(report: Report) -> bytes:
    """UTF-8 JSON on one line; its names are those of the dataclasses in their order, decimals are strings."""
    return _ENCODER.encode(report)


def report_from(document: bytes) -> Report:
    """Raises msgspec.ValidationError for what is no report."""
    return msgspec.json.decode(document, type=Report)
