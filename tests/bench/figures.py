"""How figures are taken and printed."""

import os
import platform
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` of `values` lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def timed(work: Callable[[], object], times: int, warm: int = 5) -> list[float]:
    """Milliseconds of each of `times` calls, after `warm` that do not count."""
    for _ in range(warm):
        work()
    spans = []
    for _ in range(times):
        began = perf_counter()
        work()
        spans.append((perf_counter() - began) * 1000)
    return spans


def row(name: str, value: str, aim: str = "") -> None:
    print(f"  {name:<46} {value:<34} {aim}", flush=True)


def title(text: str) -> None:
    print(f"\n{text}", flush=True)


def spread(values: Sequence[float]) -> str:
    return f"p50 {statistics.median(values):.1f} ms, p95 {percentile(values, 0.95):.1f} ms"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}"
