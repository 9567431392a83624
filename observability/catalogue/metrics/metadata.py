"""What the metadata service measures: refs, commits and walks of the graph (all not called yet)."""

from observability import CountedAt, Metric, MetricType, Status, open_ended
from observability.catalogue.metrics.awaits import METADATA_COLLECTOR
from observability.catalogue.metrics.labels import CACHE_RESULT, NODE_ID, REPO, SUMMARY_QUANTILES
from observability.catalogue.system import METADATA

REF_OPERATION = open_ended("operation", "get", "list", "update")
COMMIT_OPERATION = open_ended("operation", "get", "put")

COLLECTOR_SOURCE = (
    "crates/gitstratum-metrics/src/collectors/metadata.rs; never called outside tests (2026-01-11)"
)

REF_OPERATIONS = Metric(
    name="gitstratum_metadata_ref_operations_total",
    type=MetricType.COUNTER,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Reads and updates of refs, whatever their outcome.",
    labels=(NODE_ID, REF_OPERATION, REPO),
    awaits=METADATA_COLLECTOR,
    counted_at=CountedAt.END,
)

REF_OPERATION_DURATION = Metric(
    name="gitstratum_metadata_ref_operation_duration_seconds",
    type=MetricType.SUMMARY,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that a read or an update of refs took.",
    labels=(NODE_ID, REF_OPERATION, REPO),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=METADATA_COLLECTOR,
)

COMMIT_OPERATIONS = Metric(
    name="gitstratum_metadata_commit_operations_total",
    type=MetricType.COUNTER,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Reads and writes of commits, whatever their outcome.",
    labels=(NODE_ID, COMMIT_OPERATION),
    awaits=METADATA_COLLECTOR,
    counted_at=CountedAt.END,
)

COMMIT_OPERATION_DURATION = Metric(
    name="gitstratum_metadata_commit_operation_duration_seconds",
    type=MetricType.SUMMARY,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that a read or a write of a commit took.",
    labels=(NODE_ID, COMMIT_OPERATION),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=METADATA_COLLECTOR,
)

REFS_CACHE = Metric(
    name="gitstratum_metadata_refs_cache_total",
    type=MetricType.COUNTER,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Look-ups in the metadata service's cache of refs.",
    labels=(NODE_ID, CACHE_RESULT),
    awaits=METADATA_COLLECTOR,
)

COMMIT_CACHE = Metric(
    name="gitstratum_metadata_commit_cache_total",
    type=MetricType.COUNTER,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Look-ups in the metadata service's cache of commits.",
    labels=(NODE_ID, CACHE_RESULT),
    awaits=METADATA_COLLECTOR,
)

STORED_REFS = Metric(
    name="gitstratum_metadata_total_refs",
    type=MetricType.GAUGE,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Refs that this node stores.",
    labels=(NODE_ID,),
    awaits=METADATA_COLLECTOR,
)

STORED_COMMITS = Metric(
    name="gitstratum_metadata_total_commits",
    type=MetricType.GAUGE,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Commits that this node stores.",
    labels=(NODE_ID,),
    awaits=METADATA_COLLECTOR,
)

STORED_REPOSITORIES = Metric(
    name="gitstratum_metadata_total_repos",
    type=MetricType.GAUGE,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Repositories that this node stores.",
    labels=(NODE_ID,),
    awaits=METADATA_COLLECTOR,
)

GRAPH_WALKS = Metric(
    name="gitstratum_metadata_graph_walks_total",
    type=MetricType.COUNTER,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Walks of the commit graph.",
    labels=(NODE_ID,),
    awaits=METADATA_COLLECTOR,
)

GRAPH_WALK_DURATION = Metric(
    name="gitstratum_metadata_graph_walk_duration_seconds",
    type=MetricType.SUMMARY,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that a walk of the commit graph took.",
    labels=(NODE_ID,),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=METADATA_COLLECTOR,
)

GRAPH_WALK_COMMITS = Metric(
    name="gitstratum_metadata_graph_walk_commits",
    type=MetricType.SUMMARY,
    components=(METADATA,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Commits that a walk of the commit graph visited.",
    labels=(NODE_ID,),
    quantiles=SUMMARY_QUANTILES,
    awaits=METADATA_COLLECTOR,
)
