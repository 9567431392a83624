"""What the object store measures: blobs, packs, deltas, disk, garbage, copies (not called yet)."""

from observability import CountedAt, Metric, MetricType, Status, open_ended, per_process
from observability.catalogue.metrics.awaits import OBJECT_COLLECTOR
from observability.catalogue.metrics.labels import CACHE_RESULT, NODE_ID, SUCCESS, SUMMARY_QUANTILES
from observability.catalogue.system import OBJECT

BLOB_OPERATION = open_ended("operation", "exists", "get", "put")

# The node that receives a copy, by its node_id: like that, new at each of its starts. Copies that
# fail are grouped by it, never chosen by it.
REPLICATION_TARGET = per_process("target")

COLLECTOR_SOURCE = (
    "crates/gitstratum-metrics/src/collectors/object.rs; never called outside tests (2026-01-11)"
)

BLOB_OPERATIONS = Metric(
    name="gitstratum_object_blob_operations_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Operations on blobs at one node, whatever their outcome.",
    labels=(NODE_ID, BLOB_OPERATION),
    awaits=OBJECT_COLLECTOR,
    counted_at=CountedAt.END,
)

BLOB_OPERATION_DURATION = Metric(
    name="gitstratum_object_blob_operation_duration_seconds",
    type=MetricType.SUMMARY,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that an operation on a blob took at one node; the wait for a quorum is not in it.",
    labels=(NODE_ID, BLOB_OPERATION),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=OBJECT_COLLECTOR,
)

BLOB_BYTES = Metric(
    name="gitstratum_object_blob_bytes_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Bytes that operations on blobs moved.",
    labels=(NODE_ID, BLOB_OPERATION),
    unit="bytes",
    awaits=OBJECT_COLLECTOR,
)

PACK_CACHE = Metric(
    name="gitstratum_object_pack_cache_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Look-ups in the cache of packs.",
    labels=(NODE_ID, CACHE_RESULT),
    awaits=OBJECT_COLLECTOR,
)

PACK_CACHE_SIZE = Metric(
    name="gitstratum_object_pack_cache_bytes",
    type=MetricType.GAUGE,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Size of the cache of packs.",
    labels=(NODE_ID,),
    unit="bytes",
    awaits=OBJECT_COLLECTOR,
)

DELTAS = Metric(
    name="gitstratum_object_deltas_computed_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Deltas that were computed.",
    labels=(NODE_ID,),
    awaits=OBJECT_COLLECTOR,
)

DELTA_DURATION = Metric(
    name="gitstratum_object_delta_computation_duration_seconds",
    type=MetricType.SUMMARY,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that the computation of a delta took.",
    labels=(NODE_ID,),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=OBJECT_COLLECTOR,
)

DELTA_RATIO = Metric(
    name="gitstratum_object_delta_ratio",
    type=MetricType.SUMMARY,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Size of a delta as a share of the original; not recorded for an empty original.",
    labels=(NODE_ID,),
    unit="ratio",
    quantiles=SUMMARY_QUANTILES,
    awaits=OBJECT_COLLECTOR,
)

STORED_BLOBS = Metric(
    name="gitstratum_object_total_blobs",
    type=MetricType.GAUGE,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Blobs that this node stores.",
    labels=(NODE_ID,),
    awaits=OBJECT_COLLECTOR,
)

STORAGE_USED = Metric(
    name="gitstratum_object_storage_used_bytes",
    type=MetricType.GAUGE,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Bytes used on this node's disk.",
    labels=(NODE_ID,),
    unit="bytes",
    awaits=OBJECT_COLLECTOR,
)

STORAGE_AVAILABLE = Metric(
    name="gitstratum_object_storage_available_bytes",
    type=MetricType.GAUGE,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Bytes free on this node's disk.",
    labels=(NODE_ID,),
    unit="bytes",
    awaits=OBJECT_COLLECTOR,
)

COMPRESSION_RATIO = Metric(
    name="gitstratum_object_compression_ratio",
    type=MetricType.GAUGE,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Stored size as a share of the original size.",
    labels=(NODE_ID,),
    unit="ratio",
    awaits=OBJECT_COLLECTOR,
)

GC_RUNS = Metric(
    name="gitstratum_object_gc_runs_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Garbage collections that ended; one a day is scheduled, at 02:00.",
    labels=(NODE_ID,),
    awaits=OBJECT_COLLECTOR,
)

GC_OBJECTS = Metric(
    name="gitstratum_object_gc_objects_collected_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Objects that garbage collections removed.",
    labels=(NODE_ID,),
    awaits=OBJECT_COLLECTOR,
)

GC_BYTES = Metric(
    name="gitstratum_object_gc_bytes_freed_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Bytes that garbage collections freed.",
    labels=(NODE_ID,),
    unit="bytes",
    awaits=OBJECT_COLLECTOR,
)

GC_DURATION = Metric(
    name="gitstratum_object_gc_duration_seconds",
    type=MetricType.SUMMARY,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that a garbage collection took; its quantiles read 0 a minute later.",
    labels=(NODE_ID,),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=OBJECT_COLLECTOR,
)

REPLICATIONS = Metric(
    name="gitstratum_object_replications_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Copies of an object to another node, by whether they succeeded.",
    labels=(NODE_ID, REPLICATION_TARGET, SUCCESS),
    awaits=OBJECT_COLLECTOR,
    counted_at=CountedAt.END,
)

REPLICATION_BYTES = Metric(
    name="gitstratum_object_replication_bytes_total",
    type=MetricType.COUNTER,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help=(
        "Bytes that were copied to another node; failed copies add nothing, so success is always "
        "true."
    ),
    labels=(NODE_ID, REPLICATION_TARGET, SUCCESS),
    unit="bytes",
    awaits=OBJECT_COLLECTOR,
)
