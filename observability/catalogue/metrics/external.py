"""What others measure of GitStratum: the kubelet with cAdvisor, kube-state-metrics.

`components` are those whose pods, volumes or rules are watched; the labels are those that tell
them apart, and there may be more. Their `job` is that of the exporter, so a component's series
are chosen by `namespace` and the name of its workload.
"""

from observability import Metric, MetricType, Status, open_ended, unbounded
from observability.catalogue.system import CONTROL_PLANE, FRONTEND, METADATA, OBJECT, OPERATOR

EVERY_COMPONENT = (
    FRONTEND,
    CONTROL_PLANE,
    METADATA,
    OBJECT,
    OPERATOR,
)
WITH_VOLUMES = (CONTROL_PLANE, METADATA, OBJECT)

NAMESPACE = open_ended("namespace", "gitstratum-system")
POD = unbounded("pod")
CONTAINER = open_ended("container", "control-plane", "frontend", "metadata", "object")
VOLUME_CLAIM = unbounded("persistentvolumeclaim")

FROM_CADVISOR = "cAdvisor in the kubelet, as kube-prometheus scrapes it"
FROM_KUBELET = "kubelet, as kube-prometheus scrapes it"
FROM_KUBE_STATE_METRICS = "kube-state-metrics 2.x, as kube-prometheus runs it"

CPU = Metric(
    name="container_cpu_usage_seconds_total",
    type=MetricType.COUNTER,
    components=EVERY_COMPONENT,
    status=Status.EXTERNAL,
    source=FROM_CADVISOR,
    help="CPU time that a container used; series with an empty container are sums of others.",
    labels=(NAMESPACE, POD, CONTAINER),
    unit="seconds",
)

CPU_PERIODS = Metric(
    name="container_cpu_cfs_periods_total",
    type=MetricType.COUNTER,
    components=EVERY_COMPONENT,
    status=Status.EXTERNAL,
    source=FROM_CADVISOR,
    help="Scheduling periods in which a container with a CPU limit wanted to run.",
    labels=(NAMESPACE, POD, CONTAINER),
)

CPU_THROTTLED_PERIODS = Metric(
    name="container_cpu_cfs_throttled_periods_total",
    type=MetricType.COUNTER,
    components=EVERY_COMPONENT,
    status=Status.EXTERNAL,
    source=FROM_CADVISOR,
    help=(
        "Scheduling periods in which a container was held at its CPU limit; a part of all periods."
    ),
    labels=(NAMESPACE, POD, CONTAINER),
)

MEMORY = Metric(
    name="container_memory_working_set_bytes",
    type=MetricType.GAUGE,
    components=EVERY_COMPONENT,
    status=Status.EXTERNAL,
    source=FROM_CADVISOR,
    help="Memory of a container that cannot be reclaimed: what its limit is compared with.",
    labels=(NAMESPACE, POD, CONTAINER),
    unit="bytes",
)

RESTARTS = Metric(
    name="kube_pod_container_status_restarts_total",
    type=MetricType.COUNTER,
    components=EVERY_COMPONENT,
    status=Status.EXTERNAL,
    source=FROM_KUBE_STATE_METRICS,
    help="Restarts of a container since its pod was made.",
    labels=(NAMESPACE, POD, CONTAINER),
)

VOLUME_CAPACITY = Metric(
    name="kubelet_volume_stats_capacity_bytes",
    type=MetricType.GAUGE,
    components=WITH_VOLUMES,
    status=Status.EXTERNAL,
    source=FROM_KUBELET,
    help="Size of a volume.",
    labels=(NAMESPACE, VOLUME_CLAIM),
    unit="bytes",
)

VOLUME_AVAILABLE = Metric(
    name="kubelet_volume_stats_available_bytes",
    type=MetricType.GAUGE,
    components=WITH_VOLUMES,
    status=Status.EXTERNAL,
    source=FROM_KUBELET,
    help="Bytes free on a volume.",
    labels=(NAMESPACE, VOLUME_CLAIM),
    unit="bytes",
)

VOLUME_USED = Metric(
    name="kubelet_volume_stats_used_bytes",
    type=MetricType.GAUGE,
    components=WITH_VOLUMES,
    status=Status.EXTERNAL,
    source=FROM_KUBELET,
    help="Bytes used on a volume.",
    labels=(NAMESPACE, VOLUME_CLAIM),
    unit="bytes",
)

VOLUME_INODES = Metric(
    name="kubelet_volume_stats_inodes",
    type=MetricType.GAUGE,
    components=WITH_VOLUMES,
    status=Status.EXTERNAL,
    source=FROM_KUBELET,
    help="Inodes of a volume.",
    labels=(NAMESPACE, VOLUME_CLAIM),
)

VOLUME_INODES_FREE = Metric(
    name="kubelet_volume_stats_inodes_free",
    type=MetricType.GAUGE,
    components=WITH_VOLUMES,
    status=Status.EXTERNAL,
    source=FROM_KUBELET,
    help="Inodes free on a volume: many small objects can use these up before the bytes.",
    labels=(NAMESPACE, VOLUME_CLAIM),
)
