"""`observability backfill`: the history of a new SLO is what its rules would have recorded."""

import shutil
import time
from pathlib import Path

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

PUSH = ("--slo", "push-availability")
DAYS = ("--since", "2026-01-12", "--until", "2026-01-20")
END = 1_768_867_200


def test_the_week_s_rows_appear_in_a_running_prometheus(tmp_path: Path) -> None:
    """Blocks that are copied into the data folder are read, and hold every bad push, once."""
    tools = programs.tools()
    week = programs.ROOT / "recordings" / "week" / "week.om.gz"
    blocks = imported(week, programs.CACHE, promtool=tools.promtool)
    data, output = shutil.copytree(blocks, tmp_path / "data"), tmp_path / "rows"
    with (
        server.running(tools.prometheus, data) as running,
        PrometheusClient(running.url) as client,
    ):
        words = ("--prometheus", running.url, *PUSH, *DAYS, "--output", str(output))
        result = CliRunner(env=programs.named_by_environment()).invoke(cli, ["backfill", *words])
        assert result.exit_code == 0, result.output
        shutil.copytree(output, data, dirs_exist_ok=True)
        deadline = time.monotonic() + 150
        while not (found := client.query("sum_over_time(slo:bad:increase5m[8d])", at=END).series):
            assert time.monotonic() < deadline, "Prometheus never read the blocks"
            time.sleep(1)
        (bad,) = found
        (minutes,) = client.query("sum_over_time(slo:bad:increase1m[8d])", at=END).series
        (valid,) = client.query("sum_over_time(slo:valid:increase5m[8d])", at=END).series
    assert (bad.samples[0][1], minutes.samples[0][1]) == (184, 184)
    assert abs(valid.samples[0][1] - 104_642) < 0.003 * 104_642
    assert dict(bad.labels) == {
        "slo": "push-availability",
        "component": "frontend",
        "environment": "prod",
    }


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
