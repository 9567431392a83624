"""`observability backfill`: the history of a new SLO is what its rules would have recorded."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from observability.catalogue.gitstratum import GITSTRATUM
from observability.cli import cli
from observability.expressions.counting import counting
from observability.expressions.printing import render
from observability.expressions.scope import scope
from observability.prometheus import server
from observability.prometheus.client import PrometheusClient
from observability.recordings.tsdb import imported
from tests import programs
from tests.cluster.processes import eventually
from tests.project import MONITORED

PUSH = ("--slo", "push-availability")
DAYS = ("--since", "2026-01-12", "--until", "2026-01-20")
END = 1_768_867_200
BAD = "sum_over_time(slo:bad:increase5m[8d])"


def backfilled(url: str, release: str, output: Path) -> None:
    """Write blocks with the history of push-availability in the week."""
    words = ("--prometheus", url, *PUSH, *DAYS, "--output", str(output))
    environment = programs.named_by_environment(release)
    result = CliRunner(env=environment).invoke(cli, ["backfill", *words])
    assert result.exit_code == 0, result.output


def week(release: str, folder: Path) -> Path:
    """Put the week's raw samples into a data folder."""
    recording = programs.ROOT / "recordings" / "week" / "week.om.gz"
    blocks = imported(
        recording, programs.CACHE, promtool=programs.promtool(release), relabelling=MONITORED
    )
    return shutil.copytree(blocks, folder / "data")


def test_the_week_s_rows_are_those_of_the_raw_samples(tmp_path: Path) -> None:
    """Blocks that are copied into the data folder hold every bad push, once."""
    data, output = week(programs.OLDEST, tmp_path), tmp_path / "rows"
    with server.running(programs.prometheus(), data) as running:
        backfilled(running.url, programs.OLDEST, output)
    shutil.copytree(output, data, dirs_exist_ok=True)
    with (
        server.running(programs.prometheus(), data) as running,
        PrometheusClient(running.url) as client,
    ):
        (bad,) = client.query(BAD, at=END).series
        (minutes,) = client.query("sum_over_time(slo:bad:increase1m[8d])", at=END).series
        (valid,) = client.query("sum_over_time(slo:valid:increase5m[8d])", at=END).series
    assert (bad.samples[0][1], minutes.samples[0][1]) == (184, 184)
    assert abs(valid.samples[0][1] - 104_642) < 0.003 * 104_642
    assert dict(bad.labels) == {
        "slo": "push-availability",
        "component": "frontend",
        "environment": "prod",
    }


@pytest.mark.prometheus3  # which takes its minute; the numbers are proven above
def test_a_running_prometheus_reads_the_blocks(tmp_path: Path) -> None:
    """It need not be started anew: it looks for blocks once a minute."""
    data, output = week(programs.NEWEST, tmp_path), tmp_path / "rows"
    with (
        server.running(programs.prometheus(programs.NEWEST), data) as running,
        PrometheusClient(running.url) as client,
    ):
        backfilled(running.url, programs.NEWEST, output)
        shutil.copytree(output, data, dirs_exist_ok=True)
        (bad,) = eventually("rows", lambda: client.query(BAD, at=END).series or None)
    assert bad.samples[0][1] == 184


def test_no_expression_reads_what_is_recorded() -> None:
    """Nothing of the ledger is there before its rules are, so raw series must do."""
    environment = GITSTRATUM.primary
    for slo in GITSTRATUM.slos:
        where = scope(environment, GITSTRATUM.target(slo.component))
        counted = counting(slo.sli, where)
        for expression in (counted.valid, counted.bad):
            assert "slo:" not in render(expression)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """Blocks are not mixed with what is there."""
    (tmp_path / "something").touch()
    words = ("--prometheus", "http://127.0.0.1:1", *PUSH, *DAYS, "--output", str(tmp_path))
    result = CliRunner().invoke(cli, ["backfill", *words])
    assert result.exit_code == 2
    assert "is not empty" in result.output
