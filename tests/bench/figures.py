"""How figures are taken and printed."""

import os
import platform
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter, process_time


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` of `values` lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def timed(work: Callable[[], object], times: int, warm: int = 5) -> tuple[list[float], list[float]]:
    """Milliseconds of each of `times` calls, after `warm` that do not count: by the clock, and of this process's CPU.

    The second is the steadier on a machine that others use too; it leaves PostgreSQL's own work out.
    """
    for _ in range(warm):
        work()
    clock, cpu = [], []
    for _ in range(times):
        began, began_cpu = perf_counter(), process_time()
        work()
        clock.append((perf_counter() - began) * 1000)
        cpu.append((process_time() - began_cpu) * 1000)
    return clock, cpu


def row(name: str, value: str, aim: str = "") -> None:
    print(f"  {name:<46} {value:<34} {aim}", flush=True)


def title(text: str) -> None:
    print(f"\n{text}", flush=True)


def spread(values: Sequence[float]) -> str:
    return f"p50 {statistics.median(values):.1f} ms, p95 {percentile(values, 0.95):.1f} ms"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}"
