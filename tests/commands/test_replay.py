"""`observability replay`: what scripts and people get, and what bad input gets."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from observability.commands.replay import lasting
from observability.prometheus.binaries import PROJECT

NOON = 1_768_219_200
"""2026-01-12 12:00 UTC."""
RULES = """\
groups:
  - name: oven
    interval: 1m
    rules:
      - alert: Hot
        expr: heat >= 10
        for: 2m
        labels:
          severity: critical
          slo: oven-warmth
      - alert: Watched
        expr: up == 1
"""
TIMELINE = "start_utc_s\tend_utc_s\tstart\tkind\ttarget\tvalue\n"


@pytest.fixture(name="oven", scope="module")
def _oven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a recording of an oven that is hot from 12:10 to 12:20, and rules that watch it."""
    folder = tmp_path_factory.mktemp("oven")
    lines = [f"heat {10 if 10 <= n <= 20 else 0} {NOON + 60 * n}" for n in range(31)]
    lines += [f"up 1 {NOON + 60 * n}" for n in range(31)]
    (folder / "oven.om").write_text("\n".join([*lines, "# EOF", ""]))
    (folder / "oven.rules.yaml").write_text(RULES)
    return folder


def observability(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as people do."""
    return subprocess.run(
        [sys.executable, "-m", "observability", *map(str, words)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def replayed(oven: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Replay the oven."""
    return observability("replay", oven / "oven.om", "--rules", oven, *words)


def test_json(oven: Path) -> None:
    """Scripts get each alert with its SLO, severity, labels and times; null where there is none."""
    done = replayed(oven, "--json")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert found == [
        {
            "alert": "Watched",
            "slo": None,
            "severity": None,
            "labels": {"alertname": "Watched"},
            "pending_at": NOON,
            "firing_at": NOON,
            "resolved_at": None,
        },
        {
            "alert": "Hot",
            "slo": "oven-warmth",
            "severity": "critical",
            "labels": {"alertname": "Hot", "severity": "critical", "slo": "oven-warmth"},
            "pending_at": NOON + 600,
            "firing_at": NOON + 720,
            "resolved_at": NOON + 1260,
        },
    ]


def test_table(oven: Path) -> None:
    """People get a line for each alert."""
    (line,) = (line for line in replayed(oven).stdout.splitlines() if "Hot" in line)
    assert line.split() == (
        "2026-01-12 12:12 critical Hot oven-warmth 2 min 9 min".split()  # noqa: SIM905
    )


def test_quality(oven: Path) -> None:
    """With incidents, people get each alert's precision, recall, detection and reset time."""
    incidents = oven / "incidents.tsv"
    incidents.write_text(TIMELINE + f"{NOON + 570}\t{NOON + 1200}\t\tfire\tall\t\n")
    done = replayed(oven, "--incidents", incidents)
    line = [line for line in done.stdout.splitlines() if "Hot" in line][-1]
    assert line.split() == "Hot oven-warmth critical 1 100% 100% 2.5 min 60 s".split()  # noqa: SIM905


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Return the reason of a run that could not be made: exit 2, and nothing printed but it."""
    assert (done.returncode, done.stdout) == (2, ""), done
    assert "Traceback" not in done.stderr
    return done.stderr


def test_recording_that_is_cut_off(oven: Path, tmp_path: Path) -> None:
    """A truncated recording is refused with the place where it ends."""
    cut = tmp_path / "cut.om.gz"
    cut.write_bytes(gzip.compress((oven / "oven.om").read_bytes())[:-20])
    assert "gzip stream is damaged" in refused(observability("replay", cut, "--rules", oven))


def test_recording_that_is_empty(oven: Path, tmp_path: Path) -> None:
    """A recording without a sample is refused."""
    empty = tmp_path / "empty.om"
    empty.write_text("# EOF\n")
    assert "no sample to import" in refused(observability("replay", empty, "--rules", oven))


def test_recording_of_another_system(tmp_path: Path, oven: Path) -> None:
    """A recording that holds nothing of what the rules read is refused, for all would be silent."""
    other = tmp_path / "other.om"
    other.write_text(f"node_load1 1 {NOON}\nnode_load1 1 {NOON + 60}\n# EOF\n")
    reason = refused(observability("replay", other, "--rules", oven))
    assert "no series that the rules read" in reason
    assert "Expected series such as heat" in reason


def test_rules_that_promtool_refuses(oven: Path, tmp_path: Path) -> None:
    """Rules that are none are refused with promtool's words."""
    rules = tmp_path / "broken.rules.yaml"
    rules.write_text("groups: [{name: g, rules: [{record: r, expr: 'sum('}]}]\n")
    done = observability("replay", oven / "oven.om", "--rules", rules)
    assert "promtool refuses the rules" in refused(done)


def test_folder_without_rules(oven: Path, tmp_path: Path) -> None:
    """A folder without rules is refused, and what it should hold is said."""
    done = observability("replay", oven / "oven.om", "--rules", tmp_path)
    assert "a folder with *.rules.yaml" in refused(done)


def test_incidents_that_are_none(oven: Path) -> None:
    """A file of incidents in another form is refused before anything is replayed."""
    done = replayed(oven, "--incidents", oven / "oven.rules.yaml")
    assert "expected the columns start_utc_s end_utc_s" in refused(done)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (90, "90 s"),
        (120, "2 min"),
        (-90, "-90 s"),
        (5_400, "90 min"),
        (27_000, "7.5 h"),
    ],
)
def test_lasting(seconds: float, text: str) -> None:
    """A length of time is shown in the largest unit that it holds twice."""
    assert lasting(seconds) == text
