"""What is measured from outside: `script/run` from nothing, again, what a first visit costs, and memory."""

import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import psutil

from tests.bench.figures import row, title

CHECKOUT = Path(__file__).resolve().parents[2]


@contextmanager
def running(checkout: Path) -> Iterator[tuple[str, float, psutil.Process]]:
    """script/run in `checkout`: its address, seconds to the first page, its process."""
    began = perf_counter()
    run = subprocess.Popen([checkout / "script" / "run"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert run.stdout is not None
        lines = []
        for line in run.stdout:
            lines.append(line)
            if found := re.match(r"\s+(http://localhost:\d+)\s*$", line):
                address = found[1]
                break
        else:
            raise SystemExit("script/run did not start:\n" + "".join(lines))
        with build_opener().open(f"{address}/accounts/login/", timeout=30) as page:
            page.read()
        yield address, perf_counter() - began, psutil.Process(run.pid)
    finally:
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)


def first_visit(address: str) -> dict[str, int]:
    """Bytes as they cross the wire, compressed, for the sign-in page and all that it links."""
    sizes: dict[str, int] = {}

    def fetch(url: str) -> bytes:
        with build_opener().open(Request(url, headers={"Accept-Encoding": "br, gzip"}), timeout=30) as answer:
            body: bytes = answer.read()
        sizes[url] = len(body)
        return body

    page = build_opener().open(f"{address}/accounts/login/", timeout=30).read().decode()
    fetch(f"{address}/accounts/login/")
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    for link in dict.fromkeys(links):
        fetch(urljoin(address, link))
    return sizes


def _signed_in(address: str) -> tuple[OpenerDirector, str]:
    """Sign in with the demo's one click as the first of its parents; the opener, and the nursery's home."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{address}/accounts/login/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    action = re.search(r'action="(/accounts/demo/sign-in/[^"]+)"', page)
    assert token is not None and action is not None, "the demo offers nobody to sign in as"
    data = urlencode({"csrfmiddlewaretoken": token[1]}).encode()
    answer = opener.open(Request(address + action[1], data, headers={"Referer": address}), timeout=30)
    return opener, str(answer.url)


def memory(address: str, run: psutil.Process) -> None:
    opener, _home = _signed_in(address)
    for _ in range(150):
        opener.open(f"{address}/bluebell/rota/", timeout=30).read()
    total = 0.0
    groups: dict[str, float] = {}
    for process in run.children(recursive=True):
        words = " ".join(process.cmdline())
        name = next(
            (n for n, mark in (("web", "gunicorn"), ("worker", " worker "), ("beat", " beat ")) if mark in f"{words} "),
            None,
        )
        if name is not None:
            share = process.memory_full_info().pss / 2**20
            groups[name] = groups.get(name, 0) + share
            total += share
    for name, megabytes in sorted(groups.items()):
        row(f"{name}, after 150 weeks served", f"{megabytes:.0f} MB")
    row("web + worker + beat (shared pages once)", f"{total:.0f} MB", "aim: under 400 MB")


def start() -> None:
    title("script/run from a fresh clone")
    with tempfile.TemporaryDirectory(prefix="turnabout bench ") as folder:
        clone = Path(folder) / "turnabout"
        subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(clone)], check=True)
        with running(clone) as (_address, seconds, _run):
            row("cold, packages installed, to the first page", f"{seconds:.1f} s")
        with running(clone) as (address, seconds, run):
            row("second start, to the first page", f"{seconds:.1f} s", "aim: under 6 s")
            sizes = first_visit(address)
            row(
                "first visit, compressed",
                f"{sum(sizes.values()) / 1000:.1f} kB in {len(sizes)} files",
                "aim: under 150 kB",
            )
            memory(address, run)
        shutil.rmtree(clone, ignore_errors=True)
