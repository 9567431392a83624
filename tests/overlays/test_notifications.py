"""What an incident sends to people, by a real Alertmanager with the routes of prod."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cluster.alertmanager import configuration
from tests.cluster.emitted import emitted
from tests.pair.servers import Called, alertmanager, called, until

pytestmark = pytest.mark.prometheus3
NAMESPACE = "gitstratum-system"
COMPONENTS = ("frontend", "control-plane", "metadata", "object", "operator")


def _hurried(route: dict[str, Any]) -> dict[str, Any]:
    """Return a route that waits for seconds where ours waits for minutes."""
    children = [_hurried(child) for child in route.get("routes", [])]
    return route | {"group_wait": "2s", "group_interval": "2s", "routes": children}


@contextmanager
def prod(folder: Path) -> Iterator[tuple[str, dict[str, Called]]]:
    """Run an Alertmanager with the routes of prod, and yield it with who is called."""
    (config,) = emitted("prod", "AlertmanagerConfig")
    body = configuration(config)
    with called() as page, called() as ticket:
        people = {"page": page, "ticket": ticket}
        receivers = [
            receiver | {"webhook_configs": [{"url": people[name].url}]}
            if name in people
            else receiver
            for receiver in body["receivers"]
            for name in [receiver["name"].rpartition("/")[2]]
        ]
        body |= {"route": _hurried(body["route"]), "receivers": receivers}
        with alertmanager(folder / "alertmanager", body) as url:
            yield url, people


def fire(url: str, alerts: Sequence[Mapping[str, str]]) -> None:
    """Tell Alertmanager that alerts fire."""
    body = [{"labels": {"namespace": NAMESPACE, **alert}} for alert in alerts]
    httpx.post(f"{url}/api/v2/alerts", json=body).raise_for_status()


def heard(who: Called) -> set[str]:
    """Return the names of the alerts that somebody was told of."""
    return {alert["labels"]["alertname"] for said in who.notifications for alert in said["alerts"]}


def await_news(who: Called, alert: str) -> None:
    """Return once somebody was told of an alert."""
    until(lambda: alert in heard(who))


def threads(who: Called) -> int:
    """Return how many threads of notifications somebody has: how often the phone rings."""
    return len({said["groupKey"] for said in who.notifications})


def test_one_incident_is_one_call(tmp_path: Path) -> None:
    """All frontends die: an outage, a cause and a burn rate, one after the other, ring once."""
    pages = [
        {"alertname": "GitStratumFrontendsGone", "component": "frontend"},
        {"alertname": "GitStratumOutage", "component": "frontend"},
        {"alertname": "GitStratumPushAvailability", "component": "frontend", "slo": "push"},
    ]
    with prod(tmp_path) as (url, people):
        for alert in pages:
            fire(url, [{"severity": "critical", **alert}])
            await_news(people["page"], alert["alertname"])
        assert threads(people["page"]) == 1
        assert not people["ticket"].notifications


def test_the_same_finding_on_all_components_is_one_ticket(tmp_path: Path) -> None:
    """On the first day all ports are closed: five components, one ticket."""
    with prod(tmp_path) as (url, people):
        fire(
            url,
            [
                {"alertname": "GitStratumTargetDown", "severity": "warning", "component": component}
                for component in COMPONENTS
            ],
        )
        until(lambda: bool(heard(people["ticket"])))
        (said,) = people["ticket"].notifications
        assert {alert["labels"]["component"] for alert in said["alerts"]} == {*COMPONENTS}
        assert not people["page"].notifications
