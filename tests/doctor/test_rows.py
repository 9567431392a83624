"""`observability doctor --prometheus`: rows that cannot be right."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from observability.catalogue.gitstratum import GITSTRATUM
from observability.cli import cli
from observability.diagnosis.finding import Finding, Level
from observability.diagnosis.rows import row_findings
from observability.prometheus.client import PrometheusClient, local_http
from observability.prometheus.promtool import create_blocks
from observability.prometheus.server import running
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from tests.programs import EACH_RELEASE, PATIENCE, prometheus, promtool

EXCESS = {
    # Of 1,200 valid events an hour: 1 %, and a little over it.
    "push-availability": 12,
    "fetch-availability": 13,
    # Of 120 an hour. The floor of few-events is less than 4, that of standard is 5.
    "sign-in-availability": 4,
    "object-availability": 4,
}
QUIET = {"sign-in-availability", "object-availability"}


def _rows(end: int) -> Iterator[Sample]:
    """Yield an hour of rows, and of what contradicts; metadata's are recorded twice."""
    for slo, excess in EXCESS.items():
        labels = {"slo": slo, "environment": "prod", "component": "any"}
        for row in range(13):
            at = end - 300 * row
            events = 10 if slo in QUIET else 100
            yield Sample(Series.of("slo:valid:increase5m", labels), events, at)
            yield Sample(Series.of("slo:excess:increase1h", labels), excess, at)
    for slo, seconds in (("metadata-availability", 30), ("metadata-latency", 60)):
        for environment in ("prod", "dev"):
            labels = {"slo": slo, "environment": environment, "component": "metadata"}
            series = Series.of("slo:valid:increase1m", labels)
            step = seconds if environment == "prod" else 60
            for row in range(1800 // step):
                yield Sample(series, 100, end - step * row)


@pytest.fixture(name="url", scope="module", params=EACH_RELEASE)
def _url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus that has recorded for an hour until now."""
    folder: Path = tmp_path_factory.mktemp("rows")
    openmetrics.write(folder / "rows.om", _rows(int(time.time())))
    create_blocks(promtool(request.param), folder / "rows.om", folder / "data")
    with running(prometheus(request.param), folder / "data", timeout=PATIENCE) as server:
        yield server.url


def findings(url: str, environment: str) -> list[Finding]:
    """Return what the doctor finds of an environment's rows."""
    with PrometheusClient(url, http=lambda: local_http(PATIENCE)) as client:
        return list(row_findings(client, GITSTRATUM, GITSTRATUM.environment(environment)))


def test_rows_that_cannot_be_right_are_errors(url: str) -> None:
    """Over a hundredth of the hour's events, no fewer than the floor; and twice as many rows."""
    found = findings(url, "prod")
    assert {finding.level for finding in found} == {Level.ERROR}
    assert [(finding.about, finding.what) for finding in found] == [
        (
            "fetch-availability",
            "13 bad events of an hour are above the valid ones, or below 0.",
        ),
        (
            "sign-in-availability",
            "4 bad events of an hour are above the valid ones, or below 0.",
        ),
        ("metadata-availability", "It has 2 times the rows that it should have."),
    ]


def test_other_environments_rows_are_theirs(url: str) -> None:
    """Dev has rows of its own in the same Prometheus, one a minute."""
    assert findings(url, "dev") == []


def test_doctor_says_it(url: str) -> None:
    """Among its other findings, with the runbook."""
    ran = CliRunner().invoke(cli, ["doctor", "--prometheus", url, "--json"])
    cures = {finding["cure"] for finding in json.loads(ran.stdout)["findings"]}
    assert "Read runbooks/GitStratumSLOContradicted.md." in cures
    assert "Read runbooks/GitStratumRulesDoubled.md." in cures
