"""Buckets of a metric that has none.

An exporter may make a summary of what the source calls a histogram. Then there is no `_bucket`
series at all, and `histogram_quantile` of nothing is nothing, without an error.
"""

from collections.abc import Iterator
from typing import Any

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import Known, SeriesKind, series_name, shape
from observability.checks.subject import Subject
from observability.model.metric import MetricType


def _faults(node: Any, known: Known) -> Iterator[str]:
    if isinstance(node, promql.VectorSelector):
        name = series_name(node) or ""
        metric = known.metrics.get(name.removesuffix("_bucket"))
        is_bucket = name.endswith("_bucket") and name not in known.metrics
        if is_bucket and metric is not None and metric.type is not MetricType.HISTOGRAM:
            yield f"{name}: {metric.name} is exposed as a {metric.type} and has no buckets"
    elif isinstance(node, promql.Call) and node.func.name == "histogram_quantile":
        for source in shape(node.args[1], known).values:
            if (
                source.kind is not SeriesKind.BUCKET
                and source.metric.type is not MetricType.HISTOGRAM
            ):
                yield (
                    f"histogram_quantile() of {source.metric.name}, "
                    f"which is exposed as a {source.metric.type}"
                )


def check(subject: Subject) -> Iterator[Problem]:
    """Return the uses of buckets that are not there."""
    for query in subject.queries:
        for node in query.nodes:
            for what in _faults(node, subject.known):
                yield Problem(
                    check="promql/bucket",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=what,
                    consequence="the result is empty, without an error",
                    cure=(
                        "use a TimeSliceSLI on one of its quantiles, or have upstream configure "
                        "buckets (set_buckets_for_metric)"
                    ),
                )
