"""`observability review` of times without data, of odd recordings, and of hostile names."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html  # type: ignore[import-untyped]

from observability.cli import cli
from observability.project import VARIABLE
from observability.prometheus import promtool, server
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from tests import programs
from tests.hostile import HOSTILE
from tests.project import CATALOGUE
from tests.pushes import NOON, ask, said, serving, stored

ATTACKS = (
    *HOSTILE,
    "<script>alert(1)</script>",
    "</script></style></title><img src=x onerror=alert(1)>",
    "]]><svg onload=alert(1)>",
    "--><iframe srcdoc=x>",
    "\"onmouseover='alert(1)'",
    "[text](javascript:alert(1)) | a | b |",
    "&lt;b&gt; é ü \u200b \ufeff",
)


@pytest.fixture(name="url", scope="module")
def _url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus that holds two hours of pushes, on 2026-01-12."""
    with serving(tmp_path_factory.mktemp("pushes")) as url:
        yield url


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own, as in a project with our rules."""
    (tmp_path / "alerts").symlink_to(programs.ROOT / "alerts")
    monkeypatch.setenv(VARIABLE, CATALOGUE)
    monkeypatch.chdir(tmp_path)


def slos() -> Mapping[str, Mapping[str, Any]]:
    """Return the SLOs of the review by name."""
    data = json.loads(Path("out", "review.json").read_text(encoding="utf-8"))
    return {slo["name"]: slo for slo in data["slos"]}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--period", "2099-Q4"), "2099-Q4 begins on 2099-10-01, after the last sample"),
        (
            ("--period", "2025-12"),
            "2026-01-01 00:00 UTC: are the rules of alerts/ loaded there, and does its retention",
        ),
        (("--period", "1d"), 'holds no row slo:valid:increase5m{environment="prod"}'),
        (
            ("--environment", "staging"),
            'holds no row slo:valid:increase5m{environment="staging"}',
        ),
    ],
)
def test_a_time_without_any_row_is_no_review(
    words: tuple[str, ...], message: str, url: str
) -> None:
    """The future, a month before the first row, now, and another environment."""
    assert message in said(ask("review", url, *words))
    assert not Path("out").exists()


@pytest.mark.parametrize(("text", "days"), [("2026-01", 31), ("2026-Q1", 90)])
def test_a_time_that_began_before_the_first_row_is_partial(text: str, days: int, url: str) -> None:
    """What was counted is shown, no verdict is given, and when rows are missing is said."""
    assert ask("review", url, "--period", text).exit_code == 0
    push = slos()["push-availability"]
    assert (push["state"], push["valid"], push["bad"]) == ("PARTIAL", 120_000, 120)
    assert push["coverage"] == pytest.approx(24 / (288 * days))
    assert slos()["fetch-availability"]["state"] == "NOT_RECORDED"
    text = Path("out", "review.md").read_text(encoding="utf-8")
    assert "1 SLO is PARTIAL" in text
    assert "| push-availability |" in text.partition("Times without rows")[2]


def review_of(recording: Path) -> None:
    """Review a recording."""
    words = ["--recording", str(recording), "--output", "out"]
    result = CliRunner(env=programs.named_by_environment()).invoke(cli, ["review", *words])
    assert result.exit_code == 0, result.output


def raw(folder: Path) -> list[str]:
    """Return the lines of two hours of pushes as they were scraped."""
    stored(folder)
    lines = (folder / "pushes.om").read_text().splitlines()
    return [line for line in lines if not line.startswith(("slo:", "#"))]


def test_stale_markers_of_a_dump_count_nothing(tmp_path: Path) -> None:
    """A dump writes them as NaN: here a second pod ends at noon, and counts until then."""
    lines = raw(tmp_path)
    other = [line.replace('"a:9090"', '"b:9090"') for line in lines]
    ended = [line for line in other if int(line.split()[2]) <= NOON]
    marks = [f"{line.split()[0]} NaN {NOON + 60}" for line in other if line.endswith(f" {NOON}")]
    Path("marked.om").write_text("\n".join([*lines, *ended, *marks, "# EOF", ""]))
    review_of(Path("marked.om"))
    push = slos()["push-availability"]
    # Of 120 minutes the last two are not rolled up yet when the recording ends.
    assert (push["valid"], push["bad"]) == (178_000, 178)
    assert push["coverage"] == pytest.approx(118 / 120)


CANARY = """\
from dataclasses import replace
from observability.catalogue.gitstratum import GITSTRATUM
CANARY = replace(GITSTRATUM.primary, name="canary", namespace="canary", pages=False)
MORE = replace(GITSTRATUM, environments=(*GITSTRATUM.environments, CANARY))
"""


def test_a_recording_is_of_the_primary_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment that is listed last changes nothing."""
    Path("more.py").write_text(CANARY)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv(VARIABLE, "more:MORE")
    Path("plain.om").write_text("\n".join([*raw(tmp_path), "# EOF", ""]))
    review_of(Path("plain.om"))
    assert slos()["push-availability"]["bad"] == 118


def test_a_metric_that_is_missing_is_no_success(tmp_path: Path) -> None:
    """Nothing was recorded but `up`: pushes are not judged, and the targets are."""
    lines = [line for line in raw(tmp_path) if line.startswith("up{")]
    Path("up.om").write_text("\n".join([*lines, "# EOF", ""]))
    review_of(Path("up.om"))
    assert slos()["push-availability"]["state"] == "NOT_RECORDED"
    assert slos()["push-availability"]["attained"] is None
    # One of three frontends was there.
    assert slos()["frontend-scrape-coverage"]["state"] == "MISSED"


def test_a_proxy_of_the_environment_is_not_between_us_and_a_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a company's proxy is set, a recording is reviewed as anywhere else."""
    Path("plain.om").write_text("\n".join([*raw(tmp_path), "# EOF", ""]))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    review_of(Path("plain.om"))
    assert slos()["push-availability"]["bad"] == 118


def test_a_recording_of_less_than_a_row_is_no_review(tmp_path: Path) -> None:
    """The error says how much it takes."""
    lines = [line for line in raw(tmp_path) if 0 <= int(line.split()[2]) - NOON <= 120]
    Path("short.om").write_text("\n".join([*lines, "# EOF", ""]))
    words = ["--recording", "short.om", "--output", "out"]
    result = CliRunner(env=programs.named_by_environment()).invoke(cli, ["review", *words])
    assert "a review needs at least five minutes" in said(result)


def hostile() -> Iterator[Sample]:
    """Yield rows, alerts and failures of what calls itself something that browsers obey."""
    target = {
        "job": "gitstratum-frontend",
        "namespace": "gitstratum-system",
        "operation": "push",
    }
    row = {"component": "frontend", "environment": "prod"}
    failed = "gitstratum_frontend_git_operations_failed_total"
    for minute in range(0, 61, 5):
        time = float(NOON + 60 * minute)
        ours = row | {"slo": "push-availability"}
        yield Sample(Series.of("slo:valid:increase5m", ours), 5000, time)
        yield Sample(Series.of("slo:bad:increase5m", ours), 50, time)
        for attack in ATTACKS:
            yield Sample(Series.of("slo:valid:increase5m", row | {"slo": attack}), 1, time)
            alert = {"alertname": f"GitStratum{attack}", "alertstate": "firing"}
            labels = row | alert | {"slo": attack, "severity": attack}
            yield Sample(Series.of("ALERTS", labels), 1, time)
    for minute in range(-5, 61):
        time = float(NOON + 60 * minute)
        for number, attack in enumerate(ATTACKS):
            pod = target | {"pod": attack, "instance": str(number)}
            yield Sample(Series.of(failed, pod), number * (minute + 5), time)
            yield Sample(Series.of("up", pod | {"operation": ""}), 1, time)


def test_hostile_labels_are_shown_and_never_obeyed(tmp_path: Path, url: str) -> None:
    """Names of SLOs, alerts and pods in Prometheus make no element, attribute or link."""
    openmetrics.write(tmp_path / "x.om", hostile())
    promtool.create_blocks(programs.promtool(), tmp_path / "x.om", tmp_path / "data")
    assert ask("review", url).exit_code == 0
    tame = html.document_fromstring(Path("out", "review.html").read_text(encoding="utf-8"))
    with server.running(programs.prometheus(), tmp_path / "data") as running:
        result = ask("review", running.url)
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    page = Path("out", "review.html").read_text(encoding="utf-8")
    wild = html.document_fromstring(page)
    assert {e.tag for e in wild.iter()} <= {e.tag for e in tame.iter()} | {"rect", "line"}
    assert not [k for e in wild.iter() for k in e.attrib if k.startswith("on") or k == "srcdoc"]
    assert not [e for e in wild.iter("a") if not (e.get("href") or "").startswith(("#", "http"))]
    seen = " ".join(wild.text_content().split())
    for attack in ("<script>alert(1)</script>", "]]><svg onload=alert(1)>"):
        # The blemished row, the alert, and the pod among those that fail most.
        assert seen.count(attack) >= 3
    assert "<script" not in page
    text = Path("out", "review.md").read_text(encoding="utf-8")
    assert "\n<" not in text
    assert "](javascript" not in text.replace("\\]", "")
