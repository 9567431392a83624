"""What kube-state-metrics says of the workloads of any system, and which workloads there are."""

from dataclasses import dataclass
from enum import StrEnum

from observability.model.metric import Metric, MetricType, Status, closed, open_ended, unbounded

KUBE_STATE_METRICS = "kube-state-metrics 2.x, as kube-prometheus runs it"


def _gauge(name: str, text: str, workload: str) -> Metric:
    return Metric(
        name=name,
        type=MetricType.GAUGE,
        components=(),
        status=Status.EXTERNAL,
        source=KUBE_STATE_METRICS,
        help=text,
        labels=(open_ended("namespace"), open_ended(workload)),
    )


DEPLOYMENT_AVAILABLE = _gauge(
    "kube_deployment_status_replicas_available",
    "Pods of a Deployment that are available.",
    "deployment",
)
DEPLOYMENT_WANTED = _gauge(
    "kube_deployment_spec_replicas",
    "Pods that a Deployment is told to run.",
    "deployment",
)
DEPLOYMENT_UPDATED = _gauge(
    "kube_deployment_status_replicas_updated",
    "Pods of a Deployment that have its newest template.",
    "deployment",
)
STATEFUL_SET_READY = _gauge(
    "kube_statefulset_status_replicas_ready",
    "Pods of a StatefulSet that are ready.",
    "statefulset",
)
STATEFUL_SET_WANTED = _gauge(
    "kube_statefulset_replicas",
    "Pods that a StatefulSet is told to run.",
    "statefulset",
)
STATEFUL_SET_UPDATED = _gauge(
    "kube_statefulset_status_replicas_updated",
    "Pods of a StatefulSet that have its newest template.",
    "statefulset",
)
POD_READY = Metric(
    name="kube_pod_status_ready",
    type=MetricType.GAUGE,
    components=(),
    status=Status.EXTERNAL,
    source=KUBE_STATE_METRICS,
    help="1 for the one condition of readiness that holds for a pod, 0 for the others.",
    labels=(
        open_ended("namespace"),
        unbounded("pod"),
        closed("condition", "true", "false", "unknown"),
    ),
)

METRICS = (
    DEPLOYMENT_AVAILABLE,
    DEPLOYMENT_WANTED,
    DEPLOYMENT_UPDATED,
    STATEFUL_SET_READY,
    STATEFUL_SET_WANTED,
    STATEFUL_SET_UPDATED,
    POD_READY,
)


class Workload(StrEnum):
    """What makes the pods of a component."""

    DEPLOYMENT = "Deployment"
    STATEFUL_SET = "StatefulSet"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadMetrics:
    """How kube-state-metrics counts the pods of one kind of workload.

    Attributes:
        ready: those that serve.
        wanted: those that there should be.
        updated: those that a rollout has reached; it moves while one is under way.

    """

    ready: Metric
    wanted: Metric
    updated: Metric


METRICS_OF = {
    Workload.DEPLOYMENT: WorkloadMetrics(
        ready=DEPLOYMENT_AVAILABLE, wanted=DEPLOYMENT_WANTED, updated=DEPLOYMENT_UPDATED
    ),
    Workload.STATEFUL_SET: WorkloadMetrics(
        ready=STATEFUL_SET_READY, wanted=STATEFUL_SET_WANTED, updated=STATEFUL_SET_UPDATED
    ),
}
