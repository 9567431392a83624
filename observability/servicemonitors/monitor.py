"""ServiceMonitors and the PodMonitor: each pod's metrics port is scraped exactly once."""

from collections.abc import Iterable
from datetime import timedelta

from observability.model import naming
from observability.model.compatibility import MONITOR_FIELDS, understands
from observability.model.environment import Environment
from observability.model.metric import Metric
from observability.model.target import ScrapeTarget
from observability.servicemonitors.objects import kubernetes_object

API_VERSION = "monitoring.coreos.com/v1"

_LONGEST_SCRAPE = timedelta(seconds=10)


def monitor_kind(target: ScrapeTarget) -> str:
    """Return ServiceMonitor, or PodMonitor where no Service selects the pods."""
    return "PodMonitor" if target.scraped_through is None else "ServiceMonitor"


def monitor(
    target: ScrapeTarget, environment: Environment, metrics: Iterable[Metric]
) -> dict[str, object]:
    """Return the monitor of a target; `metrics` are those that its pods may expose."""
    endpoints = "podMetricsEndpoints" if monitor_kind(target) == "PodMonitor" else "endpoints"
    spec: dict[str, object] = {
        "namespaceSelector": {"matchNames": [environment.namespace]},
        "selector": {"matchLabels": environment.system.pod_labels(target.component)},
        "sampleLimit": target.sample_limit,
        endpoints: [_endpoint(target, environment, metrics)],
    }
    if understands(environment.monitoring, MONITOR_FIELDS["fallbackScrapeProtocol"]):
        # The exporter sends no Content-Type, and Prometheus 3 refuses that without this.
        spec["fallbackScrapeProtocol"] = "PrometheusText0.0.4"
    return kubernetes_object(
        API_VERSION,
        monitor_kind(target),
        naming.object_name(environment.system, target.component.name),
        environment,
        {"spec": spec},
    )


def _endpoint(
    target: ScrapeTarget, environment: Environment, metrics: Iterable[Metric]
) -> dict[str, object]:
    interval = environment.monitoring.scrape_interval
    endpoint: dict[str, object] = {
        "port": target.metrics_port,
        "path": "/metrics",
        "interval": _seconds(interval),
        "scrapeTimeout": _seconds(min(interval, _LONGEST_SCRAPE)),
        "honorLabels": False,
        "relabelings": _relabelings(target, environment),
    }
    renamed = _renamed(metrics)
    if renamed:
        endpoint["metricRelabelings"] = renamed
    return endpoint


def _relabelings(target: ScrapeTarget, environment: Environment) -> list[dict[str, object]]:
    job: dict[str, object] = {
        "action": "replace",
        "targetLabel": "job",
        "replacement": naming.job(environment.system, target.component),
    }
    if target.scraped_through is None:
        return [job]
    # A ClusterIP Service and its headless twin have the same labels and the same port name:
    # without this every pod behind both is scraped twice, and every sum doubles.
    only: dict[str, object] = {
        "action": "keep",
        "sourceLabels": ["__meta_kubernetes_service_name"],
        "regex": target.scraped_through,
    }
    return [only, job]


def _renamed(metrics: Iterable[Metric]) -> list[dict[str, object]]:
    """Copy each label that is stored under another name, then drop it.

    That merges no series, since the value lives on. Unbounded and per-process labels are never
    dropped: distinct counters would become one, and its rate would be wrong without an error.
    """
    names = sorted(
        {
            (label.name, label.stored_as)
            for metric in metrics
            for label in metric.labels
            if label.name != label.stored_as
        }
    )
    copies: list[dict[str, object]] = [
        {
            "action": "replace",
            "sourceLabels": [name],
            "regex": "(.+)",
            "targetLabel": stored_as,
            "replacement": "$1",
        }
        for name, stored_as in names
    ]
    drops: list[dict[str, object]] = [
        {"action": "labeldrop", "regex": name} for name in sorted({name for name, _ in names})
    ]
    return copies + drops


def _seconds(duration: timedelta) -> str:
    milliseconds = duration // timedelta(milliseconds=1)
    whole, rest = divmod(milliseconds, 1000)
    return f"{milliseconds}ms" if rest else f"{whole}s"
