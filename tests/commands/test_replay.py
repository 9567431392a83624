"""`observability replay`: what scripts and people get, and what bad input gets."""

import gzip
import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from observability.drawing.times import lasting
from tests import programs
from tests.programs import ROOT
from tests.project import NAMED

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
        cwd=ROOT,
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


@pytest.fixture(name="pushes", scope="module")
def _pushes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a recording in which 1 % of the pushes fail, for two hours."""
    where = 'job="gitstratum-frontend",namespace="gitstratum-system",instance="a:9090"'
    name = "gitstratum_frontend_git_operations"
    lines = [f"up{{{where}}} 1 {NOON + 60 * n}" for n in range(121)]
    for counter, each in ((f"{name}_total", 1_000), (f"{name}_failed_total", 10)):
        series = f'{counter}{{{where},operation="push",repo="ci"}}'
        lines += [f"{series} {each * n} {NOON + 60 * n}" for n in range(121)]
    recording = tmp_path_factory.mktemp("pushes") / "pushes.om"
    recording.write_text("\n".join([*lines, "# EOF", ""]))
    return recording


def changes(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines of the table of what changes."""
    assert done.returncode == 0, done.stderr
    _, table = done.stdout.split("What changes against the committed rules")
    return [" ".join(line.split()) for line in table.splitlines() if "availability" in line]


def test_looser_objective(pushes: Path) -> None:
    """1 % failing is over 5.6 * 0.1 %, a page, and under 5.6 * 0.5 %.

    It is over 2.8 * 0.1 % and 14 / 15 * 0.1 %: tickets of two tiers, which are one.
    """
    done = observability("replay", pushes, "--objective", "push-availability=99.5")
    assert changes(done) == ["push-availability 99.9 % → 99.5 % standard 1 → 0 1"]


def test_other_policy(pushes: Path) -> None:
    """By a policy without pages, nobody is woken."""
    done = observability("replay", pushes, "--policy", "push-availability=tickets")
    assert changes(done) == ["push-availability 99.9 % standard → tickets 1 → 0 1"]


def test_what_is_so_already(pushes: Path) -> None:
    """Asking for what is committed changes nothing, and that is said."""
    done = observability("replay", pushes, "--objective", "push-availability=99.9")
    assert "Nothing changes" in done.stdout


def test_a_policy_for_all_and_another_for_one(pushes: Path) -> None:
    """A policy without an SLO is for all but those that are named; who has it does not change."""
    asked = ("--policy", "tickets", "--policy", "push-availability=standard")
    (fetch, *others) = changes(observability("replay", pushes, *asked))
    assert fetch == "fetch-availability 99.9 % standard → tickets 0 0"
    assert not any(line.startswith("push-availability") for line in others)
    assert "scrape-coverage" not in " ".join(others)


def test_json_of_what_if(pushes: Path) -> None:
    """Scripts get the alerts of the changed rules in the same form, and nothing else."""
    asked = ("--objective", "push-availability=99.95")
    found = json.loads(observability("replay", pushes, "--json", *asked).stdout)
    assert {tuple(one) for one in found} == {
        ("alert", "slo", "severity", "labels", "pending_at", "firing_at", "resolved_at")
    }
    pages = [one["labels"]["burn_tier"] for one in found if one["severity"] == "critical"]
    assert sorted(pages) == ["fast", "steady"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (["--objective", "pull-availability=99"], "no SLO 'pull-availability'; there are: "),
        (["--policy", "pull-availability=tickets"], "there is no SLO 'pull-availability'"),
        (
            ["--policy", "strict"],
            "no policy 'strict'; there are: few-events, minutes, standard, tickets",
        ),
        (["--policy", "push-availability="], "there is no policy ''"),
        (["--objective", "push-availability"], "expected SLO=PERCENT"),
        (["--objective", "push-availability=high"], "'high' is not a number: write it like 99.9"),
        (["--objective", "push-availability=100"], "leaves no error budget"),
        (["--objective", "push-availability=90"], "tier 'fast' could never fire: 13.44 * 0.1"),
        (["--policy", "tickets", "--policy", "minutes"], "--policy is given twice for all SLOs"),
        (
            ["--objective", "push-availability=99", "--objective", "push-availability=98"],
            "--objective is given twice for push-availability",
        ),
        (["--policy", "tickets", "--rules", "alerts/promtool"], "leave --rules out"),
        (["--picture", "oven.png"], "expected FILE.svg or FILE.html"),
    ],
)
def test_what_cannot_be_asked(pushes: Path, asked: list[str], reason: str) -> None:
    """It is refused, and what could be asked is said."""
    assert reason in " ".join(refused(observability("replay", pushes, *asked)).split())


def test_an_objective_that_wants_another_policy(pushes: Path) -> None:
    """90 % is impossible by rate, and possible with a policy that compares events."""
    asked = ("--objective", "push-availability=90", "--policy", "push-availability=few-events")
    (line,) = changes(observability("replay", pushes, *asked))
    assert line.startswith("push-availability 99.9 % → 90 % standard → few-events 1 → 0")


@pytest.mark.parametrize("name", ["oven.svg", "oven.html"])
def test_picture(oven: Path, tmp_path: Path, name: str) -> None:
    """A picture is written beside the table, and where it is, is said last."""
    picture = tmp_path / "pictures" / name
    done = replayed(oven, "--picture", picture)
    assert done.stdout.splitlines()[-1] == str(picture)
    assert "Replay of oven.om" in picture.read_text()
    assert [path.name for path in picture.parent.iterdir()] == [name]


def test_picture_with_json(oven: Path, tmp_path: Path) -> None:
    """Scripts get JSON and nothing else, and the picture is written all the same."""
    picture = tmp_path / "oven.svg"
    assert len(json.loads(replayed(oven, "--json", "--picture", picture).stdout)) == 2
    assert picture.is_file()


def test_picture_of_what_if(pushes: Path, tmp_path: Path) -> None:
    """It shows what the changed rules do, and says so."""
    picture = tmp_path / "pushes.svg"
    asked = ("--objective", "push-availability=99.95", "--picture", picture)
    assert observability("replay", pushes, *asked).returncode == 0
    text = picture.read_text()
    assert "Replay of pushes.om, if push-availability at 99.95 % by standard" in text
    assert "push-availability · critical · fast" in text


def test_a_failed_run_leaves_the_picture(oven: Path, tmp_path: Path) -> None:
    """What was drawn before stays when a replay cannot be made."""
    picture = tmp_path / "oven.svg"
    picture.write_text("before")
    empty = tmp_path / "empty.om"
    empty.write_text("# EOF\n")
    refused(observability("replay", empty, "--rules", oven, "--picture", picture))
    assert picture.read_text() == "before"


def test_picture_that_cannot_be_written(oven: Path, tmp_path: Path) -> None:
    """A place that is none is refused with its name, and nothing is printed."""
    (tmp_path / "file").write_text("")
    reason = refused(replayed(oven, "--picture", tmp_path / "file" / "oven.svg"))
    assert reason == f"error: cannot write into {tmp_path / 'file'}: it is a file\n"


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


def test_recording_in_any_order(oven: Path, tmp_path: Path) -> None:
    """Samples that are out of order tell the same story."""
    lines = (oven / "oven.om").read_text().splitlines()[:-1]
    shuffled = tmp_path / "shuffled.om"
    shuffled.write_text("\n".join([*sorted(lines, key=lambda line: line[::-1]), "# EOF", ""]))
    done = observability("replay", shuffled, "--rules", oven, "--json")
    assert done.stdout == replayed(oven, "--json").stdout


def test_recording_without_what_one_rule_reads(oven: Path, tmp_path: Path) -> None:
    """The other rules are replayed, and the one without its metric is silent."""
    lines = [line for line in (oven / "oven.om").read_text().splitlines() if "heat" not in line]
    cold = tmp_path / "cold.om"
    cold.write_text("\n".join([*lines, ""]))
    done = observability("replay", cold, "--rules", oven, "--json")
    assert [one["alert"] for one in json.loads(done.stdout)] == ["Watched"]


@pytest.fixture(name="elsewhere")
def _elsewhere(tmp_path: Path) -> Path:
    """Return a project that has a cache of its own."""
    (tmp_path / "pyproject.toml").write_text(NAMED)
    return tmp_path


def test_a_full_disk(oven: Path, elsewhere: Path) -> None:
    """No room for the text of the recording: the place is named, and nothing is left there."""
    lines = [f"heat {n} {NOON + n}" for n in range(10_000)]
    recording, cache = elsewhere / "room.om", elsewhere / ".tools" / "cache"
    recording.write_text("\n".join([*lines, "# EOF", ""]))
    # A limit on what the process may write is what a full disk is to it.
    most = recording.stat().st_size // 2
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
    limited = f"import resource, observability.cli; {limit}; observability.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", limited, "replay", str(recording), "--rules", str(oven)],
        cwd=elsewhere,
        env=os.environ | programs.named_by_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    reason = refused(done)
    assert f"room.om cannot be unpacked below {cache}: File too large" in reason
    assert "it must be writable, and have room" in reason
    assert [path.name for path in cache.iterdir() if path.is_dir()] == []


def test_who_waits_is_told_what_is_being_done(oven: Path, elsewhere: Path) -> None:
    """On a terminal: the recording is read, imported, and the rules evaluated, with the time."""
    terminal, end = pty.openpty()
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "observability", "replay"),
            *(str(oven / "oven.om"), "--rules", str(oven)),
        ],
        cwd=elsewhere,
        stdout=subprocess.DEVNULL,
        stderr=end,
        env=os.environ | programs.named_by_environment() | {"TERM": "xterm"},
    ) as process:
        os.close(end)
        shown = ""
        # A terminal whose other end is closed is an error to read from.
        with suppress(OSError):
            while read := os.read(terminal, 4096):
                shown += read.decode()
    os.close(terminal)
    assert process.returncode == 0
    assert "evaluating rules, level 1 of 1" in shown
    assert "0:00:0" in shown


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
