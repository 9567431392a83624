"""Object store: are blobs served, copied and cleaned up, and is there room for more?"""

from observability import (
    Age,
    Dashboard,
    Increase,
    Limits,
    Mean,
    Panel,
    Rate,
    Ratio,
    Row,
    TimeToZero,
    Value,
    View,
    WorstQuantile,
    hours,
    ratio,
)
from observability.catalogue.metrics.object import (
    BLOB_BYTES,
    BLOB_OPERATION_DURATION,
    BLOB_OPERATIONS,
    COMPRESSION_RATIO,
    DELTA_DURATION,
    DELTA_RATIO,
    DELTAS,
    GC_BYTES,
    GC_DURATION,
    GC_OBJECTS,
    GC_RUNS,
    PACK_CACHE,
    PACK_CACHE_SIZE,
    REPLICATION_BYTES,
    REPLICATIONS,
    STORAGE_AVAILABLE,
    STORAGE_USED,
    STORED_BLOBS,
)
from observability.catalogue.metrics.planned import ANTI_ENTROPY_LAST_RUN
from observability.catalogue.panels.shared import ALMOST_FULL, pods, requests, volumes
from observability.catalogue.system import OBJECT

BLOBS = Row(
    title="Blobs and pack cache",
    panels=(
        Panel(
            title="Blob operations",
            question="How many blobs are read and written, and did that change?",
            shows=(Rate(counter=BLOB_OPERATIONS.all, by=("operation",)),),
        ),
        Panel(
            title="Slowest blob operations",
            question="How long do 99 of 100 take at most, on the slowest node? A put has 10 ms.",
            shows=(
                WorstQuantile(
                    summary=BLOB_OPERATION_DURATION.all, quantile="0.99", by=("operation",)
                ),
            ),
        ),
        Panel(
            title="Slowest puts by pod",
            question="Is one disk slow?",
            shows=(
                WorstQuantile(
                    summary=BLOB_OPERATION_DURATION.where(operation="put"),
                    quantile="0.99",
                    by=("pod",),
                ),
            ),
        ),
        Panel(
            title="Pack cache hits",
            question="Does the pack cache keep its promise of 95 %?",
            shows=(Ratio(part=PACK_CACHE.where(result="hit"), whole=PACK_CACHE.all, by=("pod",)),),
            limits=Limits(warning=ratio("0.95"), critical=ratio("0.8")),
        ),
        Panel(
            title="Pack cache size",
            question="Is the cache full, or was it emptied by a restart?",
            shows=(Value(gauge=PACK_CACHE_SIZE.all, by=("pod",)),),
        ),
        Panel(
            title="Bytes read and written",
            question="Is the disk or the network what is full?",
            shows=(Rate(counter=BLOB_BYTES.all, by=("operation",)),),
        ),
    ),
)

REPLICATION = Row(
    title="Replication",
    panels=(
        Panel(
            title="Failed copies by target",
            question="To which node do copies fail? Targets are node ids, new at each start.",
            shows=(
                Ratio(
                    part=REPLICATIONS.where(success="false"),
                    whole=REPLICATIONS.all,
                    by=("target",),
                ),
            ),
            bad=True,
        ),
        Panel(
            title="Failed copies by source",
            question="From which node do copies fail?",
            shows=(Increase(counter=REPLICATIONS.where(success="false"), by=("pod",)),),
            view=View.BARS,
            bad=True,
        ),
        Panel(
            title="Bytes copied",
            question="Is a node being repaired or filled?",
            shows=(Rate(counter=REPLICATION_BYTES.all, by=("pod",)),),
        ),
        Panel(
            title="Since the last anti-entropy scan",
            question="When did a node last compare its objects with its peers'? One scan an hour.",
            shows=(Age(gauge=ANTI_ENTROPY_LAST_RUN.all),),
            width=24,
        ),
    ),
)

STORAGE = Row(
    title="Storage and garbage",
    panels=(
        Panel(
            title="Disk used",
            question="How full is each disk? The nightly garbage collection makes it a sawtooth.",
            shows=(Ratio(part=STORAGE_USED.all, rest=STORAGE_AVAILABLE.all, by=("pod",)),),
            limits=ALMOST_FULL,
        ),
        Panel(
            title="Until the disk is full",
            question="How long do we have, at the trend of 6 hours? Nothing while none fills.",
            shows=(TimeToZero(gauge=STORAGE_AVAILABLE.all, trend=hours(6)),),
            view=View.STAT,
            limits=Limits.of_time(warning=hours(24), critical=hours(4)),
        ),
        Panel(
            title="Stored blobs",
            question="Are blobs spread evenly, and how fast do they grow?",
            shows=(Value(gauge=STORED_BLOBS.all, by=("pod",)),),
        ),
        Panel(
            title="Garbage collections",
            question="Did last night's collection run on every node?",
            shows=(Increase(counter=GC_RUNS.all, by=("pod",)),),
            view=View.BARS,
        ),
        Panel(
            title="Bytes freed",
            question="Did it free anything?",
            shows=(Increase(counter=GC_BYTES.all, by=("pod",)),),
            view=View.BARS,
        ),
        Panel(
            title="Objects collected",
            question="How many objects were garbage?",
            shows=(Increase(counter=GC_OBJECTS.all, by=("pod",)),),
            view=View.BARS,
        ),
        Panel(
            title="Slowest garbage collection",
            question="How long did a collection take? It is shown for a minute after its end.",
            shows=(WorstQuantile(summary=GC_DURATION.all, quantile="0.99", by=("pod",)),),
        ),
        Panel(
            title="Compression",
            question="How much smaller is what is stored than what was given?",
            shows=(Value(gauge=COMPRESSION_RATIO.all, by=("pod",)),),
        ),
        Panel(
            title="Deltas",
            question="How much is spent on deltas?",
            shows=(Rate(counter=DELTAS.all, by=("pod",)),),
        ),
        Panel(
            title="Slowest deltas",
            question="How long do 99 of 100 deltas take at most, on the slowest node?",
            shows=(WorstQuantile(summary=DELTA_DURATION.all, quantile="0.99", by=("pod",)),),
            width=12,
        ),
        Panel(
            title="Size of deltas",
            question="Are deltas worth it: which share of the original is left?",
            shows=(Mean(summary=DELTA_RATIO.all, by=("pod",)),),
            width=12,
        ),
    ),
)

DASHBOARD = Dashboard(
    component=OBJECT,
    question="Are blobs served, copied and cleaned up, and is there room for more?",
    rows=(
        requests(OBJECT),
        BLOBS,
        REPLICATION,
        STORAGE,
        pods(OBJECT),
        volumes(),
    ),
)
