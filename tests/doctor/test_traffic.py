"""`observability doctor --prometheus`: which policy fits the traffic that was counted."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from observability.catalogue.gitstratum import GITSTRATUM
from observability.cli import cli
from observability.diagnosis.finding import Level
from observability.diagnosis.traffic import events_per_day, traffic_findings
from observability.prometheus.client import PrometheusClient, local_http
from observability.prometheus.promtool import create_blocks
from observability.prometheus.server import running
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from tests.programs import EACH_RELEASE, PATIENCE, prometheus, promtool

DAY = 24 * 60 * 60
PROD, DEV = (GITSTRATUM.environment(name) for name in ("prod", "dev"))
HOUR_OF_ROWS = 12
COUNTED = {
    # Orders of magnitude: six an hour, one in two hours, a hundred a row.
    "push-availability": (1, 2),
    "fetch-availability": (1, 24),
    "metadata-availability": (100, 1),
    "object-replication": (0, 1),
}
"""By SLO: so many valid events in every so many rows of five minutes."""


def _rows(end: int) -> Iterator[Sample]:
    for slo, (events, every) in COUNTED.items():
        for environment in ("prod", "dev"):
            labels = {"slo": slo, "environment": environment}
            series = Series.of("slo:valid:increase5m", labels)
            for row in range(2 * DAY // 300):
                yield Sample(series, 0 if row % every else events, end - 300 * row)
    young = Series.of("slo:valid:increase5m", {"slo": "object-availability", "environment": "prod"})
    for row in range(DAY // 300 - 1):
        yield Sample(young, 1, end - 300 * row)


@pytest.fixture(name="url", scope="module", params=EACH_RELEASE)
def _url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Prometheus that has counted for two days until now."""
    folder: Path = tmp_path_factory.mktemp("traffic")
    openmetrics.write(folder / "rows.om", _rows(int(time.time())))
    create_blocks(promtool(request.param), folder / "rows.om", folder / "data")
    with running(prometheus(request.param), folder / "data", timeout=PATIENCE) as server:
        yield server.url


@pytest.fixture(name="client")
def _client(url: str) -> Iterator[PrometheusClient]:
    with PrometheusClient(url, http=lambda: local_http(PATIENCE)) as client:
        yield client


def test_traffic_is_a_mean_of_what_was_counted(client: PrometheusClient) -> None:
    """One in two rows are 144 a day; what has less than a day of rows is not judged."""
    assert events_per_day(client, PROD) == {
        "push-availability": 144,
        "fetch-availability": 12,
        "metadata-availability": 28_800,
        "object-replication": 0,
    }


def test_a_policy_that_cannot_page_is_a_warning_and_a_slow_one_a_note(
    client: PrometheusClient,
) -> None:
    """`standard` wants 20 a day to page, and 1,200 for its floor to be no matter."""
    fetch, push = sorted(traffic_findings(client, GITSTRATUM, PROD), key=lambda f: f.about)
    assert (fetch.about, fetch.level) == ("fetch-availability", Level.WARNING)
    assert fetch.what == "12 valid events a day are few for the policy 'standard'."
    assert fetch.consequence == "A total outage pages nobody, and opens a ticket after 10h."
    assert fetch.cure.startswith("Give it the policy 'few-events': a total outage pages after 6h")
    assert (push.about, push.level) == ("push-availability", Level.NOTE)
    assert push.consequence.startswith("A total outage pages after 50m,")


def test_where_nobody_is_paged_no_policy_is_too_slow(client: PrometheusClient) -> None:
    """The same rows are in dev."""
    assert list(traffic_findings(client, GITSTRATUM, DEV)) == []


def test_doctor_says_it(url: str) -> None:
    """Among its other findings."""
    ran = CliRunner().invoke(cli, ["doctor", "--prometheus", url, "--json"])
    findings = json.loads(ran.stdout)["findings"]
    assert "12 valid events a day are few for the policy 'standard'." in {
        finding["what"] for finding in findings
    }
