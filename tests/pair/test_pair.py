"""Two Prometheus servers that scrape and evaluate the same, as kube-prometheus runs them."""

import time
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from observability.prometheus.promtool import create_blocks
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from tests import programs
from tests.pair.servers import REPLICA, alertmanager, answer, called, pair, until

SLO = "push-availability"
LABELS = {"component": "frontend", "environment": "prod", "slo": SLO}
RULES = programs.ROOT / "alerts" / "promtool" / f"{SLO}.rules.yaml"
TIERS = ["fast", "steady"]


def burning(storage: Path) -> None:
    """Write the rows of seven hours until now, of which every other event is bad."""
    newest = int(time.time()) // 60 * 60
    rows = {"slo:valid:increase1m": 100.0, "slo:bad:increase1m": 50.0, "slo:objective:ratio": 0.999}
    text = storage.with_suffix(".om")
    openmetrics.write(
        text,
        (
            Sample(Series.of(name, LABELS), value, newest - 60.0 * age)
            for name, value in rows.items()
            for age in range(7 * 60, -1, -1)
        ),
    )
    create_blocks(programs.promtool(), text, storage)


def one_receiver(url: str) -> object:
    """Return the configuration of an Alertmanager that sends all alerts to one receiver."""
    return {
        "route": {"receiver": "all", "group_wait": "5s", "group_by": ["alertname"]},
        "receivers": [{"name": "all", "webhook_configs": [{"url": url}]}],
    }


def sent(server: str) -> float:
    """Return how many alerts a Prometheus has sent."""
    families = text_string_to_metric_families(httpx.get(f"{server}/metrics").text)
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == "prometheus_notifications_sent_total"
    )


@pytest.mark.prometheus3
def test_a_pair_counts_once_and_calls_once(tmp_path: Path) -> None:
    """Each server has one row of each SLO, and what both alert on is one notification."""
    with (
        called() as receiver,
        alertmanager(tmp_path / "alertmanager", one_receiver(receiver.url)) as manager,
        pair(tmp_path, RULES, manager, burning) as servers,
    ):
        until(lambda: all(sent(server) >= len(TIERS) for server in servers))
        until(lambda: bool(receiver.notifications))
        alerts = answer(f"{manager}/api/v2/alerts")
        query = f'slo:error_ratio:increase1h{{slo="{SLO}"}}'
        answers = [answer(f"{server}/api/v1/query", query=query) for server in servers]
        rows = [[row["value"][1] for row in got["data"]["result"]] for got in answers]

    assert rows == [["0.5"], ["0.5"]]
    assert sorted(alert["labels"]["burn_tier"] for alert in alerts) == TIERS
    assert all(REPLICA not in alert["labels"] for alert in alerts)
    (notification,) = receiver.notifications
    assert sorted(alert["labels"]["burn_tier"] for alert in notification["alerts"]) == TIERS
