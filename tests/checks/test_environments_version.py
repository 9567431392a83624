"""The check environments/version."""

from observability.artefact import Artefact
from tests.shop import (
    alerts,
    file,
    group,
    of_catalogue,
    of_files,
    whats,
    with_monitoring,
)

OLD = with_monitoring(prometheus_version="2.42", operator_version="0.65.0")
OLDEST = with_monitoring(prometheus_version="2.42", operator_version="0.66.0")
"""The oldest that know what we emit."""


def test_fields_of_rules_that_are_too_new_are_found() -> None:
    """Of a rule and of a group; for Operator and Prometheus each."""
    rule = alerts("vector(1)") | {"keep_firing_for": "5m"}
    newer = group(rule) | {"query_offset": "1m", "labels": {"team": "shop"}}
    assert whats("environments/version", of_files(file(newer), catalogue=OLD)) == [
        "keep_firing_for needs Operator 0.66.0; prod has 0.65.0",
        "labels of a group needs Operator 0.81.0; prod has 0.65.0",
        "labels of a group needs Prometheus 3.0; prod has 2.42",
        "query_offset needs Operator 0.78.0; prod has 0.65.0",
        "query_offset needs Prometheus 2.53; prod has 2.42",
    ]


def test_fields_of_monitors_that_are_too_new_are_found() -> None:
    """An endpoint's fields count, too."""
    monitor = Artefact(
        "servicemonitors/prod/x.yaml",
        {"kind": "ServiceMonitor", "spec": {"endpoints": [{"fallbackScrapeProtocol": "x"}]}},
        "catalogue/targets.py",
    )
    checked = of_files(monitor, catalogue=OLD)
    assert whats("environments/version", checked)[0].startswith("fallbackScrapeProtocol needs")


def test_fields_that_the_versions_know_pass() -> None:
    """The same rule in an environment that is up to date; and what we emit, in the oldest one."""
    rule = alerts("vector(1)") | {"keep_firing_for": "5m"}
    newer = group(rule) | {"query_offset": "1m", "labels": {"team": "shop"}}
    assert whats("environments/version", of_files(file(newer))) == []
    assert whats("environments/version", of_catalogue(OLDEST)) == []
