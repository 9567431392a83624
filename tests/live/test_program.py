"""The program shows what it logs, and counts as a function of time."""

import json
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.cluster.processes import eventually, free_port
from tests.live.exposition import SCRAPE_NUMBER, Exposed, text
from tests.live.pods import Counts, Life, Traffic, without
from tests.live.program import path
from tests.programs import ROOT

TRAFFIC = Traffic(rate=0.5, bad_in_ten=5, lasts=30, until=100, before=7)


@pytest.mark.parametrize(
    ("seconds", "counts"),
    [
        (0, Counts(begun=7, failed=3, succeeded=4)),
        (10, Counts(begun=12, failed=3, succeeded=4)),
        (40, Counts(begun=27, failed=6, succeeded=6)),
        (500, Counts(begun=47, failed=23, succeeded=24)),
    ],
)
def test_what_a_process_has_counted(seconds: float, counts: Counts) -> None:
    """From 20 to 100 s, one request in two seconds; it ends 30 s later, and half of them fail."""
    assert Life(start=20, traffic=TRAFFIC).counts(20 + seconds) == counts


def test_without() -> None:
    """A gap is cut out of the spans that it touches."""
    spans = ((0.0, 10.0), (20.0, 30.0), (40.0, 50.0))
    assert sorted(without(spans, (5.0, 25.0))) == [(0.0, 5.0), (25.0, 30.0), (40.0, 50.0)]


def test_the_answer_is_what_is_logged(tmp_path: Path) -> None:
    """Each sample of an answer is in the log, under the number that the answer shows."""
    port, log = free_port(), tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "tests.live.program", str(port), str(log), str(time.time())]
    process = subprocess.Popen(command, cwd=ROOT)
    url = f"http://127.0.0.1:{port}{path('prometheus2', 'pods', 'frontend-0')}"
    try:
        with httpx.Client(trust_env=False) as http:
            bodies = [eventually("an answer", lambda: _body(http, url)) for _ in range(2)]
    finally:
        process.kill()
        process.wait()
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    samples = [
        tuple(
            Exposed(name, tuple(map(tuple, labels)), value) for name, labels, value in e["samples"]
        )
        for e in entries
    ]
    assert [entry["pod"] for entry in entries] == ["frontend-0"] * 2
    assert bodies == [text(s, e["answer"]) for s, e in zip(samples, entries, strict=True)]
    assert bodies[1].startswith(f"{SCRAPE_NUMBER} 2\n")


def _body(http: httpx.Client, url: str) -> str | None:
    try:
        return http.get(url).raise_for_status().text
    except httpx.ConnectError:
        return None
