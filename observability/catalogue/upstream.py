"""What GitStratum must change beyond single metrics, which say themselves what they wait for."""

from observability import UpstreamChange

METRICS_PORT = UpstreamChange(
    what=(
        "Every program: end the exporter's set-up in `install()` where it calls "
        "`install_recorder()`, which drops the HTTP listener."
    ),
    seen="The log says that the metrics server started, the port refuses, and `up` is 0.",
    unblocks="Every target, every SLO: until then no pod of GitStratum can be scraped at all.",
)

CONTENT_TYPE = UpstreamChange(
    what="Every program: answer /metrics with `Content-Type: text/plain; version=0.0.4`.",
    seen="There is no Content-Type, and Prometheus 3 refuses such an answer.",
    unblocks="Scraping by Prometheus 3 without `fallbackScrapeProtocol`, which our monitors set.",
)

BORN_AT_ZERO = UpstreamChange(
    what="Every program: add 0 to each counter at start, for every value of its closed labels.",
    seen="A failure counter is absent until the first failure, so that `rate()` never sees it.",
    unblocks="Ad-hoc queries with `rate()`; our own ledger counts the first failure already.",
)

STABLE_NODE_ID = UpstreamChange(
    what="Every manifest: give `--node-id` the pod's name.",
    seen="A random UUID at each start: series end and new ones begin, instead of a reset.",
    unblocks="Counting what happened between a start and the first scrape after it.",
)

NO_REPOSITORY_LABEL = UpstreamChange(
    what="Frontend and metadata programs: drop the label `repo` from metrics, keep it in logs.",
    seen="One series for each repository and operation, without end.",
    unblocks="Clusters of more than 6,000 repositories, at which a scrape fails by its limit.",
)

RAFT_STATE = UpstreamChange(
    what="Coordinator program: set `coordinator_raft_state` back to 0 for the state that it left.",
    seen="A node that was leader once says so until it restarts.",
    unblocks="Alerts on a node's state; we ask `gitstratum_control_is_leader` instead.",
)

ARGUMENTS = UpstreamChange(
    what=(
        "Every manifest: give the programs their arguments (the frontend `--ssh-host-key`) and "
        "probe the ports that they listen on."
    ),
    seen="The frontend opens no service port, and probes ask where nobody answers.",
    unblocks="Any traffic to observe.",
)

UPSTREAM = (
    METRICS_PORT,
    ARGUMENTS,
    CONTENT_TYPE,
    BORN_AT_ZERO,
    STABLE_NODE_ID,
    NO_REPOSITORY_LABEL,
    RAFT_STATE,
)
