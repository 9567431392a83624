"""What upstream must change before a metric can be seen: a closed list, in plain words.

Everything waits for one more change: the start-up code of every program must open the metrics
port (it ends in `install_recorder()` where it needs `install()`). That is a property of the
system, not of a metric, so it is told with the scrape targets and not repeated here.
"""

FRONTEND_COLLECTOR = (
    "Frontend program: construct one FrontendCollector at start and call it from upload-pack, "
    "receive-pack and the two caches."
)

METADATA_COLLECTOR = (
    "Metadata program: construct one MetadataCollector at start and call it from the ref, commit "
    "and graph-walk handlers."
)

OBJECT_COLLECTOR = (
    "Object program: construct one ObjectCollector at start and call it from the blob, pack "
    "cache, delta, garbage collection and replication code."
)

CONTROL_PLANE_COLLECTOR = (
    "Coordinator program: construct one ControlPlaneCollector at start and call it from Raft, "
    "locks, authorisation, rate limits and audit."
)

COORDINATOR_METRICS = (
    "Coordinator program: construct one CoordinatorMetrics at start and call it from the RPC "
    "server, the failure detector, the watch streams and Raft."
)

REQUEST_HELPERS = (
    "Frontend, metadata and object programs: call record_request once for each request that "
    "they serve, with the component as `cluster`."
)

CACHE_HELPER = "Frontend and object programs: call record_cache_access at each look-up in a cache."

BYTES_HELPER = (
    "Frontend program: call record_bytes_transferred for what it sends to and takes from clients."
)

STORAGE_HELPER = "Object program: call set_storage_bytes whenever it measures its disk."

CLUSTER_NODES_HELPER = (
    "Coordinator program: call set_cluster_nodes at each change of the membership, for every "
    "state, so that a state that empties reads 0."
)

RAFT_HELPERS = "Coordinator program: call record_raft_operation and set_raft_state from Raft."

CALL_PERMISSION_CHECKS = (
    "Frontend program: check permissions with the validator, which counts each check, before it "
    "serves a Git operation; today only the library does."
)

RATE_LIMIT_COUNTER = (
    "Frontend program: call record_rate_limit_exceeded where a request is refused for its rate."
)

COUNT_AUTH_STORE_ERRORS = (
    "Frontend library: count a sign-in that ends in an error of the auth store, which returns "
    "early today and is counted nowhere."
)

ANTI_ENTROPY_TIMESTAMP = (
    "Object program: set a gauge to the time at which an anti-entropy scan last completed."
)

COUNT_THROTTLED_CLIENTS = (
    "Frontend program: set a gauge to the number of distinct clients that it throttles, so that "
    "one client in a loop can be told from many."
)

BUILD_INFO = "Every program: set an info gauge with its version and revision at start."

# No metric waits for this one: it would change a summary that is there into a histogram, of
# which requests faster than a limit can be counted and which adds up over pods.
HISTOGRAM_BUCKETS = (
    "Exporter set-up, in every program: configure the buckets of each duration with "
    "set_buckets_for_metric, with an edge at each latency that is promised."
)

UPSTREAM_CHANGES: tuple[str, ...] = (
    FRONTEND_COLLECTOR,
    METADATA_COLLECTOR,
    OBJECT_COLLECTOR,
    CONTROL_PLANE_COLLECTOR,
    COORDINATOR_METRICS,
    REQUEST_HELPERS,
    CACHE_HELPER,
    BYTES_HELPER,
    STORAGE_HELPER,
    CLUSTER_NODES_HELPER,
    RAFT_HELPERS,
    CALL_PERMISSION_CHECKS,
    RATE_LIMIT_COUNTER,
    COUNT_AUTH_STORE_ERRORS,
    ANTI_ENTROPY_TIMESTAMP,
    COUNT_THROTTLED_CLIENTS,
    BUILD_INFO,
    HISTOGRAM_BUCKETS,
)
