"""Whom the alerts of an environment reach, by amtool."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from tests.cluster.alertmanager import told, write
from tests.cluster.emitted import ENVIRONMENTS, emitted

EXPECTED = {"critical": "page", "warning": "ticket", "info": "nobody"}


def _alerts(environment: str) -> Iterator[dict[str, str]]:
    """Yield the labels of each alert of an environment, each set of labels once."""
    rules: list[dict[str, Any]] = [
        rule
        for body in emitted(environment, "PrometheusRule")
        for group in body["spec"]["groups"]  # type: ignore[index]
        for rule in group["rules"]
        if "alert" in rule
    ]
    seen = {tuple(sorted({"alertname": r["alert"], **r["labels"]}.items())) for r in rules}
    yield from (dict(labels) for labels in sorted(seen))


@pytest.fixture(name="configured", params=ENVIRONMENTS)
def _configured(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    (config,) = emitted(request.param, "AlertmanagerConfig")
    return request.param, write(config, tmp_path)


def test_every_alert_reaches_whom_its_severity_wants(configured: tuple[str, Path]) -> None:
    """Pages page, tickets make tickets, information tells nobody; what waits never pages."""
    environment, path = configured
    alerts = list(_alerts(environment))
    assert alerts
    for labels in alerts:
        expected = EXPECTED[labels["severity"]]
        if expected == "page" and labels.get("status") == "waiting":
            expected = "ticket"
        assert told(path, labels) == expected, labels


def test_an_alert_without_severity_tells_nobody(configured: tuple[str, Path]) -> None:
    """kube-prometheus's InfoInhibitor has our namespace and the severity `none`."""
    environment, path = configured
    namespace = GITSTRATUM.environment(environment).namespace
    labels = {"alertname": "InfoInhibitor", "severity": "none", "namespace": namespace}
    assert told(path, labels) == "nobody"


def test_dev_has_no_pager() -> None:
    """An environment that never pages has no receiver to page with, and no critical alert."""
    (config,) = emitted("dev", "AlertmanagerConfig")
    names = {receiver["name"] for receiver in config["spec"]["receivers"]}  # type: ignore[index]
    assert names == {"ticket", "nobody"}
    assert {labels["severity"] for labels in _alerts("dev")} == {"warning", "info"}


def test_an_alert_of_another_namespace_is_not_ours(tmp_path: Path) -> None:
    """Without our namespace an alert goes past our routes, which is why each alert says it."""
    (config,) = emitted("prod", "AlertmanagerConfig")
    path = write(config, tmp_path)
    elsewhere = {"alertname": "GitStratumPushAvailability", "severity": "critical"}
    assert told(path, elsewhere | {"namespace": "monitoring"}) == "null"


def test_alerts_that_silence_others_exist() -> None:
    """Each alert that an inhibition names is one that we generate."""
    named = {
        matcher["value"]
        for config in emitted("prod", "AlertmanagerConfig")
        for rule in config["spec"]["inhibitRules"]  # type: ignore[index]
        for matcher in rule["sourceMatch"]
        if matcher["name"] == "alertname"
    }
    assert named <= {labels["alertname"] for labels in _alerts("prod")}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_alert_says_its_environments_namespace(environment: str) -> None:
    """The Operator lets through only alerts with the namespace of the AlertmanagerConfig."""
    namespace = GITSTRATUM.environment(environment).namespace
    assert {labels["namespace"] for labels in _alerts(environment)} == {namespace}
