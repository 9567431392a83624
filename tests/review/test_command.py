"""`observability review` on the shipped week: true to the event, and safe when it fails."""

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

from observability.catalogue.gitstratum import GITSTRATUM
from observability.cli import cli
from observability.evaluation.firings import alert_counts
from observability.prometheus import server
from observability.recordings.openmetrics import read
from observability.recordings.relabel import relabelled
from observability.recordings.series import named
from observability.recordings.timeline import read_timeline
from observability.replay.engine import replay
from observability.replay.rules import read_rules, rule_files
from tests import programs
from tests.project import MONITORED
from tests.recordings.truth import increments, total

WEEK = programs.ROOT / "recordings" / "week" / "week.om.gz"
OPERATIONS = "gitstratum_frontend_git_operations_total"
FAILED = "gitstratum_frontend_git_operations_failed_total"


def run(*words: str | Path) -> Result:
    """Run the command."""
    return CliRunner(env=programs.named_by_environment()).invoke(cli, ["review", *map(str, words)])


def figures(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the SLOs of a review.json by name, with the days that have events."""
    data = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    return {
        slo["name"]: slo | {"days": [day for day in slo["days"] if day["valid"]]}
        for slo in data["slos"]
    }


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Review the week recording, once."""
    folder = tmp_path_factory.mktemp("week")
    result = run("--recording", WEEK, "--output", folder, "--textfile", folder / "review.prom")
    assert result.exit_code == 0, result.output
    return folder


def test_the_week_s_events_are_those_of_the_raw_text(week: Path) -> None:
    """Bad events to the event, valid ones within 3 in 1,000, counted without any PromQL."""
    found = increments(relabelled(read(WEEK), MONITORED), named(OPERATIONS, FAILED))
    slos = figures(week)
    for slo, operations in (
        ("push-availability", ("push",)),
        ("fetch-availability", ("clone", "fetch")),
    ):
        bad, valid = (
            sum(total(found, where=named(name, operation=one)) for one in operations)
            for name in (FAILED, OPERATIONS)
        )
        assert slos[slo]["bad"] == bad
        assert slos[slo]["valid"] == pytest.approx(valid, rel=0.003)


def test_the_week_s_contributors_are_those_of_the_raw_text(week: Path) -> None:
    """Bad clones and fetches by operation and by pod, counted without any PromQL."""
    found = list(increments(relabelled(read(WEEK), MONITORED), named(FAILED)))
    told = figures(week)["fetch-availability"]["contributors"]
    assert told["by"].keys() == {"operation", "pod"}
    assert told["by"]["operation"] == {
        one: total(found, where=named(FAILED, operation=one)) for one in ("clone", "fetch")
    }
    assert len(told["by"]["pod"]) == 3
    assert told["by"]["pod"] == {
        pod: sum(
            total(found, where=named(FAILED, operation=one, pod=pod)) for one in ("clone", "fetch")
        )
        for pod in told["by"]["pod"]
    }


def test_contributors_and_ledger_of_the_week_agree(week: Path) -> None:
    """Of every SLO that counts events or scrapes, the raw series tell all that is bad."""
    told = {
        name: (slo["contributors"]["bad"], slo["bad"])
        for name, slo in figures(week).items()
        if slo["contributors"] is not None
    }
    # It was never there, and what is not there has no series: 8 days of a minute each, of which the
    # first has no row before it, and the last is not rolled up yet when the recording ends.
    assert told.pop("operator-scrape-coverage") == (0, 8 * 24 * 60 - 2)
    assert len(told) == 8
    assert {name: of_raw for name, (of_raw, _) in told.items()} == {
        name: without_earlier for name, (_, without_earlier) in told.items()
    }


def test_all_three_files_are_there_and_name_the_decisions(week: Path) -> None:
    """The page, the Markdown and the data are of one review."""
    data = json.loads((week / "review.json").read_text(encoding="utf-8"))
    page = (week / "review.html").read_text(encoding="utf-8")
    assert data["decisions"]
    assert "push-availability (" in page
    assert "push-availability" in (week / "review.md").read_text(encoding="utf-8")


def test_the_run_leaves_metrics_for_the_textfile_collector(week: Path) -> None:
    """When it went well, how long it took, and how many SLOs are in which state."""
    text = (week / "review.prom").read_text(encoding="utf-8")
    families = {f.name: f for f in text_string_to_metric_families(text)}
    states = {
        sample.labels["state"]: sample.value
        for sample in families["observability_review_slos"].samples
    }
    assert sum(states.values()) == len(figures(week))
    assert states["MISSED"] > 0
    assert "observability_review_last_success_timestamp_seconds" in families
    assert families["observability_review_duration_seconds"].samples[0].value > 0


def test_the_week_s_restarts_are_those_of_its_timeline(week: Path) -> None:
    """Three frontends one after another, two object nodes at once, and nothing else."""
    data = json.loads((week / "review.json").read_text(encoding="utf-8"))
    killed = [
        fault
        for fault in read_timeline(WEEK.with_name("week.timeline.tsv"))
        if fault.kind == "node_kill"
    ]
    told = {one["component"]: one for one in data["restarts"]}
    assert len(data["restarts"]) == len(told) == 2
    for component, one in told.items():
        mine = [fault for fault in killed if fault.target.startswith(component)]
        assert one["targets"] == len(mine)
        assert one["start"] <= min(fault.start for fault in mine)
        assert max(fault.end for fault in mine) <= one["end"]


def test_alerts_are_judged_by_the_incidents(week: Path) -> None:
    """Each page of the week's Git SLOs is held against its listed incidents."""
    data = json.loads((week / "review.json").read_text(encoding="utf-8"))
    pages = {alert["slo"]: alert for alert in data["alerts"] if alert["severity"] == "critical"}
    assert pages["push-availability"]["recall"] >= 0.6
    assert pages["fetch-availability"]["precision"] == 1.0
    assert pages["fetch-availability"]["detection_seconds"] <= 600


def test_what_fired_is_counted_alike_everywhere(week: Path) -> None:
    """Of every SLO, `replay`, Alert quality and the proposals' row of today say the same."""
    tools = programs.tools()
    rules = read_rules(rule_files(programs.ROOT / "alerts" / "promtool"), promtool=tools.promtool)
    fired = replay(WEEK, rules, programs.CACHE, tools=tools, relabelling=MONITORED).firings
    data = json.loads((week / "review.json").read_text(encoding="utf-8"))
    judged = [slo["name"] for slo in data["slos"] if slo["valid"]]
    assert len(judged) == 13
    for slo in judged:
        replayed = alert_counts(one for one in fired if one.slo == slo)
        quality = Counter[str]()
        for alert in data["alerts"]:
            if alert["slo"] == slo:
                quality[alert["severity"]] += alert["firings"]
        (today,) = (
            one
            for one in data["proposals"]
            if one["slo"] == slo and one["objective"] == float(GITSTRATUM.slo(slo).objective)
        )
        assert (slo, quality["critical"], quality["warning"]) == (
            slo,
            replayed.pages,
            replayed.tickets,
        )
        assert (slo, today["pages"], today["tickets"]) == (slo, replayed.pages, replayed.tickets)


def test_a_prometheus_that_holds_the_recording_gives_the_same_numbers(
    week: Path, tmp_path: Path
) -> None:
    """File and server agree in every figure of every SLO, in alerts, incidents and restarts."""
    tools = programs.tools()
    rules = read_rules(rule_files(programs.ROOT / "alerts" / "promtool"), promtool=tools.promtool)
    storage = shutil.copytree(
        replay(WEEK, rules, programs.CACHE, tools=tools, relabelling=MONITORED).storage,
        tmp_path / "data",
    )
    from_file, from_server = tmp_path / "file", tmp_path / "server"
    period = ("--period", "2026-01", "--inputs", "week")
    with server.running(tools.prometheus, storage) as running:
        asked = run("--prometheus", running.url, *period, "--output", from_server)
    assert asked.exit_code == 0, asked.output
    assert run("--recording", WEEK, *period, "--output", from_file).exit_code == 0
    assert figures(from_server) == figures(from_file)
    one, other = (
        json.loads((folder / "review.json").read_text(encoding="utf-8"))
        for folder in (from_server, from_file)
    )
    told = ("alerts", "incidents", "exclusions", "deploys", "restarts", "consequences", "decisions")
    assert {key: one[key] for key in told} == {key: other[key] for key in told}
    # The same events as of the whole recording; only the period is longer.
    assert {name: slo["bad"] for name, slo in figures(from_file).items()} == {
        name: slo["bad"] for name, slo in figures(week).items()
    }
    assert figures(from_file)["push-availability"]["state"] == "PARTIAL"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--recording", WEEK, "--period", "2027-01"), "begins on 2027-01-01, after the last"),
        (("--recording", WEEK, "--period", "2025-01"), "ends before the recording begins"),
        (("--recording", WEEK, "--period", "soon"), "is not a period"),
        (("--recording", "missing.om.gz"), "missing.om.gz: cannot be read"),
        (("--prometheus", "http://127.0.0.1:1"), "cannot be reached"),
        (("--prometheus", "ftp://user:secret@example.org"), "is not an HTTP URL"),
        ((), "give one of --prometheus URL and --recording FILE"),
    ],
)
def test_a_failed_run_says_why_and_leaves_the_previous_report(
    tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    """Wrong use ends with a sentence, no secret, and not a byte changed."""
    previous = tmp_path / "review.html"
    previous.write_text("the previous report")
    result = run(*words, "--output", tmp_path)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert "secret" not in result.output
    assert [file.name for file in tmp_path.iterdir()] == ["review.html"]
    assert previous.read_text() == "the previous report"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected `# EOF`"),
        ("# EOF\n", "no sample to import"),
        ("up 1\n", "expected `name{label"),
        ("up 1 1768176000\n", "expected `# EOF` first; it is cut off"),
        (
            'node_load1{job="x"} 1 1768176000\nnode_load1{job="x"} 1 1768176900\n# EOF\n',
            "is it of another system?",
        ),
    ],
)
def test_a_damaged_or_foreign_recording_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """What is truncated, empty, without times or of another system makes no report."""
    recording = tmp_path / "x.om"
    recording.write_text(text)
    result = run("--recording", recording, "--output", tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.output
    assert not (tmp_path / "out").exists()


def test_a_token_is_sent_and_never_shown(tmp_path: Path) -> None:
    """The bearer token comes from a file; no message holds it."""
    token = tmp_path / "token"
    token.write_text("s3cret\n")
    result = run(
        "--prometheus", "http://127.0.0.1:1", "--bearer-token-file", token, "--output", tmp_path
    )
    assert result.exit_code == 2
    assert "s3cret" not in result.output
