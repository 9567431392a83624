"""A scrape target: the pods of a component, and how Prometheus finds them."""

from dataclasses import dataclass, field
from enum import StrEnum

from observability.errors import DefinitionError
from observability.model.component import Component
from observability.model.kubernetes import Workload
from observability.model.origin import remember


class ServiceKind(StrEnum):
    """How a Service publishes its pods."""

    CLUSTER_IP = "ClusterIP"
    HEADLESS = "headless"
    LOAD_BALANCER = "LoadBalancer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A named container port."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A Service in front of the pods; `ports` are names of container ports."""

    name: str
    kind: ServiceKind
    ports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrapeTarget:
    """The pods of a component: what runs, which ports, and through which Service they are scraped.

    `scraped_through` names the one Service whose endpoints are scraped (the headless one where
    there is one, since it publishes pods that are not ready); None means that no Service selects
    the pods, so a PodMonitor must.
    """

    component: Component
    replicas: int
    ports: tuple[Port, ...]
    services: tuple[Service, ...]
    scraped_through: str | None
    workload: Workload | None = None
    """What makes the pods, where causes ask how many are there."""
    metrics_port: str = "metrics"
    sample_limit: int = 50_000
    """More samples than this in one scrape fail it: generous, and warned of at half."""
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Refuse a metrics port or a Service that is not there, and a limit that fails all."""
        remember(self)
        if self.sample_limit < 1:
            raise DefinitionError(
                f"{self.component}: sample_limit {self.sample_limit} fails every scrape or means "
                "no limit: give at least 1, better four times what is expected"
            )
        if self.metrics_port not in {port.name for port in self.ports}:
            known = ", ".join(port.name for port in self.ports)
            raise DefinitionError(
                f"{self.component} has no port {self.metrics_port!r}; it has: {known}"
            )
        if self.scraped_through is not None:
            for service in self.services:
                if service.name == self.scraped_through and self.metrics_port in service.ports:
                    return
            known = ", ".join(s.name for s in self.services if self.metrics_port in s.ports)
            raise DefinitionError(
                f"{self.component} cannot be scraped through {self.scraped_through!r}; "
                f"Services with port {self.metrics_port!r}: {known or 'none'}"
            )

    @property
    def metrics_port_number(self) -> int:
        """The number of the metrics port."""
        return next(port.number for port in self.ports if port.name == self.metrics_port)
