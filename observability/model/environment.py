"""An environment: where the system runs, and which monitoring stack watches it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType

from observability.errors import DefinitionError
from observability.model.component import Component
from observability.model.origin import remember
from observability.model.system import System


def version(text: str) -> tuple[int, ...]:
    """Return a version such as "3.4.1" as numbers that compare."""
    try:
        return tuple(int(part) for part in text.split("."))
    except ValueError:
        raise DefinitionError(f"{text!r} is not a version like 2.42 or 0.79.1") from None


PROMETHEUS_PODS = {"app.kubernetes.io/name": "prometheus"}
"""What the Operator labels the pods of every Prometheus with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """The monitoring stack of an environment: the oldest versions decide what may be emitted."""

    namespace: str
    service_account: str
    selector_labels: Mapping[str, str] = field(default_factory=dict)
    """Labels that its Prometheus wants on monitors and rules."""
    pod_labels: Mapping[str, str] = field(default_factory=lambda: PROMETHEUS_PODS)
    """Labels by which the pods of its Prometheus are told from others in `namespace`."""
    prometheus_version: str
    operator_version: str
    retention: timedelta
    scrape_interval: timedelta
    scrape_timeout: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        """Refuse what the ledger could not count with; freeze the labels."""
        for name in ("selector_labels", "pod_labels"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        if not self.pod_labels:
            raise DefinitionError(
                "pod_labels is empty, which would open the metrics ports to every pod of "
                f"{self.namespace}: give the labels of Prometheus's pods"
            )
        version(self.prometheus_version)
        version(self.operator_version)
        if self.scrape_interval > timedelta(seconds=75):
            raise DefinitionError(
                f"scrape_interval {self.scrape_interval.total_seconds():g} s is too slow: "
                "the ledger looks back 5 minutes and needs at least 4 scrapes in them, so 75 s "
                "at most"
            )

    @property
    def late(self) -> timedelta:
        """How long after its time a sample can be read for sure: its scrape has ended by then.

        A sample has the time at which its scrape began, and is seen when the scrape has ended.
        """
        return self.scrape_timeout + timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """An environment: namespace, sizes, routing, monitoring stack."""

    system: System
    name: str
    namespace: str
    pages: bool
    """Whether alerts of this environment may wake anybody; otherwise pages become tickets."""
    monitoring: Monitoring
    replicas: Mapping[Component, int] = field(default_factory=dict)
    """Declared sizes that differ from the targets' own."""
    objectives: Mapping[str, Decimal] = field(default_factory=dict)
    """Objectives that differ here, by SLO name."""
    windows: Mapping[str, timedelta] = field(default_factory=dict)
    """Windows that differ here, by SLO name."""
    dashboards_url: str
    dashboards_folder: str = ""
    """Grafana's folder of our dashboards, if it is not the system's title, for a sidecar that
    reads `grafana_folder`."""
    runbooks_url: str
    receivers_secret: str = ""
    """The Secret in `namespace` whose keys `page` and `ticket` are the webhooks to tell, if it is
    not `<system>-receivers`."""
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Freeze what differs here."""
        remember(self)
        for name in ("replicas", "objectives", "windows"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
