"""From which versions of the Operator and of Prometheus on a field has an effect.

The Operator strips from the configuration what its Prometheus does not know, and an API server
drops fields that its CRD does not have: silently, both, unless it is asked to be strict.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from observability.model.environment import Monitoring, version


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The versions from which on a field has an effect."""

    operator: str
    prometheus: str


RULE_FIELDS: Mapping[str, Since] = {
    "keep_firing_for": Since(operator="0.66.0", prometheus="2.42"),
    "query_offset": Since(operator="0.78.0", prometheus="2.53"),
    "labels of a group": Since(operator="0.81.0", prometheus="3.0"),
    "limit": Since(operator="0.66.0", prometheus="2.31"),
}
"""Fields of a PrometheusRule; from the Operator's CHANGELOG.md and pkg/operator/rules.go."""

MONITOR_FIELDS: Mapping[str, Since] = {
    # Named so since Operator 0.79.1 (#7199); Prometheus 2 has no such setting and needs none.
    "fallbackScrapeProtocol": Since(operator="0.79.1", prometheus="3.0"),
    "scrapeProtocols": Since(operator="0.72.0", prometheus="2.49"),
    "bodySizeLimit": Since(operator="0.73.0", prometheus="2.28"),
    "trackTimestampsStaleness": Since(operator="0.70.0", prometheus="2.48"),
    "selectorMechanism": Since(operator="0.81.0", prometheus="2.17"),
    "convertClassicHistogramsToNHCB": Since(operator="0.82.0", prometheus="3.0"),
    "serviceDiscoveryRole": Since(operator="0.86.0", prometheus="2.21"),
    "scrapeNativeHistograms": Since(operator="0.88.0", prometheus="3.8"),
}
"""Fields of a ServiceMonitor and a PodMonitor; from the Operator's CHANGELOG.md and its CRDs."""


def too_old(monitoring: Monitoring, since: Since) -> Iterator[tuple[str, str, str]]:
    """Yield who of an installation does not know a field: its name, its version, the one needed."""
    for name, has, needed in (
        ("Operator", monitoring.operator_version, since.operator),
        ("Prometheus", monitoring.prometheus_version, since.prometheus),
    ):
        if version(has) < version(needed):
            yield name, has, needed


def understands(monitoring: Monitoring, since: Since) -> bool:
    """Return whether the oldest Operator and Prometheus of an installation know a field."""
    return not any(too_old(monitoring, since))
