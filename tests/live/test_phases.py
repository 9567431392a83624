"""When a group's rows are due is known before they are recorded, on both generations."""

import time
from pathlib import Path

import pytest

from observability.prometheus import server
from observability.prometheus.binaries import RELEASES
from observability.prometheus.client import PrometheusClient, local_http
from tests.live.phases import apart, due
from tests.programs import prometheus

pytestmark = pytest.mark.live

GROUP = "gitstratum:prod:push-availability"
RULES = f"""groups:
- name: {GROUP}
  interval: 4s
  rules:
  - record: due
    expr: vector(1)
"""


@pytest.mark.parametrize("generation", RELEASES)
def test_rows_come_when_they_are_due(generation: str, tmp_path: Path) -> None:
    """A real Prometheus records at the second of the interval that the hash says."""
    file = tmp_path / "rules.yaml"
    file.write_text(RULES)
    with (
        server.running(prometheus(generation), tmp_path / "data", rules=[file]) as running,
        PrometheusClient(running.url, http=local_http) as client,
    ):
        time.sleep(5)
        (series,) = client.query("due[1m]").series
    assert apart(series.samples[0][0], due(generation, str(file), GROUP, 4), 4) < 0.002
