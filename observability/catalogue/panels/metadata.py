"""Metadata: are refs and commits answered, and quickly?"""

from observability import Dashboard, Mean, Panel, Rate, Ratio, Row, Value, WorstQuantile
from observability.catalogue.metrics.metadata import (
    COMMIT_CACHE,
    COMMIT_OPERATION_DURATION,
    COMMIT_OPERATIONS,
    GRAPH_WALK_COMMITS,
    GRAPH_WALK_DURATION,
    GRAPH_WALKS,
    REF_OPERATION_DURATION,
    REF_OPERATIONS,
    REFS_CACHE,
    STORED_COMMITS,
    STORED_REFS,
    STORED_REPOSITORIES,
)
from observability.catalogue.panels.shared import pods, requests, volumes
from observability.catalogue.system import METADATA

REFS_AND_COMMITS = Row(
    title="Refs and commits",
    panels=(
        Panel(
            title="Ref operations",
            question="How much is read and updated, and did that change?",
            shows=(Rate(counter=REF_OPERATIONS.all, by=("operation",)),),
        ),
        Panel(
            title="Slowest ref operations by pod",
            question="Is one partition slow? A repository lives on one pod.",
            shows=(
                WorstQuantile(summary=REF_OPERATION_DURATION.all, quantile="0.99", by=("pod",)),
            ),
        ),
        Panel(
            title="Mean ref operation",
            question="Did the usual case become slower, or only the worst?",
            shows=(Mean(summary=REF_OPERATION_DURATION.all, by=("operation",)),),
        ),
        Panel(
            title="Commit operations",
            question="How many commits are read and written?",
            shows=(Rate(counter=COMMIT_OPERATIONS.all, by=("operation",)),),
        ),
        Panel(
            title="Slowest commit operations",
            question="How long do 99 of 100 take at most, on the slowest pod?",
            shows=(
                WorstQuantile(
                    summary=COMMIT_OPERATION_DURATION.all, quantile="0.99", by=("operation",)
                ),
            ),
        ),
        Panel(
            title="Cache hits",
            question="Do the caches of refs and commits spare the disk?",
            shows=(
                Ratio(part=REFS_CACHE.where(result="hit"), whole=REFS_CACHE.all, legend="refs"),
                Ratio(
                    part=COMMIT_CACHE.where(result="hit"),
                    whole=COMMIT_CACHE.all,
                    legend="commits",
                ),
            ),
        ),
    ),
)

GRAPH = Row(
    title="Commit graph",
    panels=(
        Panel(
            title="Graph walks",
            question="How often is the commit graph walked?",
            shows=(Rate(counter=GRAPH_WALKS.all, by=("pod",)),),
        ),
        Panel(
            title="Slowest graph walks",
            question="How long do 99 of 100 walks take at most, on the slowest pod?",
            shows=(WorstQuantile(summary=GRAPH_WALK_DURATION.all, quantile="0.99", by=("pod",)),),
        ),
        Panel(
            title="Commits of a walk",
            question="Are walks longer than usual: a fetch from far behind, or a full clone?",
            shows=(
                WorstQuantile(summary=GRAPH_WALK_COMMITS.all, quantile="0.99", legend="99 of 100"),
                Mean(summary=GRAPH_WALK_COMMITS.all, legend="mean"),
            ),
        ),
        Panel(
            title="Stored refs",
            question="Which partition holds the most refs, and does it grow?",
            shows=(Value(gauge=STORED_REFS.all, by=("pod",)),),
        ),
        Panel(
            title="Stored commits",
            question="Which partition holds the most commits, and does it grow?",
            shows=(Value(gauge=STORED_COMMITS.all, by=("pod",)),),
        ),
        Panel(
            title="Stored repositories",
            question="Are repositories spread evenly?",
            shows=(Value(gauge=STORED_REPOSITORIES.all, by=("pod",)),),
        ),
    ),
    collapsed=True,
)

DASHBOARD = Dashboard(
    component=METADATA,
    question="Are refs and commits answered, and quickly, on every partition?",
    rows=(
        requests(METADATA),
        REFS_AND_COMMITS,
        GRAPH,
        pods(METADATA),
        volumes(),
    ),
)
