"""The scrape targets of GitStratum: what runs, on which ports, behind which Services."""

from observability import Port, ScrapeTarget, Service, ServiceKind, Workload
from observability.catalogue.system import CONTROL_PLANE, FRONTEND, METADATA, OBJECT, OPERATOR

SSH = Port(name="ssh", number=22)
HTTP = Port(name="http", number=80)
HTTPS = Port(name="https", number=443)
GRPC = Port(name="grpc", number=9091)
RAFT = Port(name="raft", number=9092)
REPLICATION = Port(name="replication", number=9093)
METRICS = Port(name="metrics", number=9090)
OPERATOR_METRICS = Port(name="metrics", number=8080)
HEALTH = Port(name="health", number=8081)
WEBHOOK = Port(name="webhook", number=9443)

# A repository adds up to 33 series to a frontend and 30 to a metadata pod (three operations, each
# with a count, failures and a summary of nine): 6,000 repositories fit. Nothing else grows so.
SERIES_FOR_EACH_REPOSITORY = 200_000
# The largest scrape seen had 243 samples; each further node of a cluster adds some 20.
SERIES_FOR_EACH_NODE = 10_000

FRONTEND_TARGET = ScrapeTarget(
    component=FRONTEND,
    replicas=3,
    workload=Workload.DEPLOYMENT,
    ports=(SSH, HTTP, HTTPS, METRICS, GRPC),
    services=(
        Service(
            name="gitstratum-frontend",
            kind=ServiceKind.CLUSTER_IP,
            ports=("ssh", "http", "https", "grpc", "metrics"),
        ),
        Service(
            name="gitstratum-frontend-lb",
            kind=ServiceKind.LOAD_BALANCER,
            ports=("ssh", "http", "https"),
        ),
    ),
    scraped_through="gitstratum-frontend",
    sample_limit=SERIES_FOR_EACH_REPOSITORY,
)

CONTROL_PLANE_TARGET = ScrapeTarget(
    component=CONTROL_PLANE,
    replicas=3,
    workload=Workload.STATEFUL_SET,
    ports=(GRPC, RAFT, METRICS),
    services=(
        Service(
            name="gitstratum-control-plane",
            kind=ServiceKind.CLUSTER_IP,
            ports=("grpc", "metrics"),
        ),
        Service(
            name="gitstratum-control-plane-headless",
            kind=ServiceKind.HEADLESS,
            ports=("grpc", "raft", "metrics"),
        ),
    ),
    scraped_through="gitstratum-control-plane-headless",
    sample_limit=SERIES_FOR_EACH_NODE,
)

METADATA_TARGET = ScrapeTarget(
    component=METADATA,
    replicas=3,
    workload=Workload.STATEFUL_SET,
    ports=(GRPC, METRICS),
    services=(
        Service(
            name="gitstratum-metadata",
            kind=ServiceKind.CLUSTER_IP,
            ports=("grpc", "metrics"),
        ),
        Service(
            name="gitstratum-metadata-headless",
            kind=ServiceKind.HEADLESS,
            ports=("grpc", "metrics"),
        ),
    ),
    scraped_through="gitstratum-metadata-headless",
    sample_limit=SERIES_FOR_EACH_REPOSITORY,
)

OBJECT_TARGET = ScrapeTarget(
    component=OBJECT,
    replicas=3,
    workload=Workload.STATEFUL_SET,
    ports=(GRPC, REPLICATION, METRICS),
    services=(
        Service(
            name="gitstratum-object",
            kind=ServiceKind.CLUSTER_IP,
            ports=("grpc", "metrics"),
        ),
        Service(
            name="gitstratum-object-headless",
            kind=ServiceKind.HEADLESS,
            ports=("grpc", "replication", "metrics"),
        ),
    ),
    scraped_through="gitstratum-object-headless",
    sample_limit=SERIES_FOR_EACH_NODE,
)

OPERATOR_TARGET = ScrapeTarget(
    component=OPERATOR,
    replicas=1,
    workload=Workload.DEPLOYMENT,
    ports=(OPERATOR_METRICS, HEALTH, WEBHOOK),
    services=(),
    scraped_through=None,
    sample_limit=SERIES_FOR_EACH_NODE,
)

TARGETS = (FRONTEND_TARGET, CONTROL_PLANE_TARGET, METADATA_TARGET, OBJECT_TARGET, OPERATOR_TARGET)
