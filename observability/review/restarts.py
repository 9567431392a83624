"""When targets restarted, as their metrics show it: one question for all, whatever there is.

A process that begins anew counts from 0 again, or shows a new value of a label that each process
draws for itself (`node_id`). A target that was silent for longer than fifteen minutes shows
neither, nor does a pod that was replaced by one of another address: people tell of deploys.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from observability.errors import PrometheusError
from observability.expressions.names import TARGET
from observability.expressions.promql import (
    Aggregate,
    Expression,
    Series,
    Subquery,
    call,
    join,
    number,
)
from observability.expressions.scope import scope
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.environment import Environment
from observability.model.metric import LabelKind, Matcher, MatchOp, Metric, MetricType, Status
from observability.model.windows import ROLLUP, exact_range
from observability.prometheus.client import PrometheusClient
from observability.review.ledger import Ledger, Restart
from observability.review.period import Period, chunks
from observability.review.source import Asker

_WITHIN = 4 * ROLLUP
"""At each step of five minutes: a target may have been silent for fifteen before it came back."""
_CHUNK = timedelta(days=31)
_JOB = "job"


def with_restarts(
    prometheus: PrometheusClient,
    catalogue: Catalogue,
    environment: Environment,
    period: Period,
    ledger: Ledger,
) -> Ledger:
    """Return the ledger with the restarts of a period, sharp to five minutes.

    One question for each 31 days, however many series or restarts there are. If Prometheus cannot
    answer it, the ledger warns, and the rest of the review stands without.
    """
    if not seen(catalogue):
        return ledger
    asker = Asker(prometheus, environment)
    jobs = {scope(environment, target).job: str(target.component) for target in catalogue.targets}
    times: dict[str, dict[float, int]] = defaultdict(dict)
    failure = ""
    try:
        for start, end in chunks(period.start, period.reached, _CHUNK):
            for series in asker.ask(_question(catalogue, environment, end - start), end).series:
                component = jobs.get(series.labels.get(_JOB, ""))
                if component is not None:
                    times[component] |= {time: round(value) for time, value in series.samples}
    except PrometheusError as error:
        failure = f"which targets restarted cannot be told: {error}"
    return replace(
        ledger,
        restarts=None
        if failure
        else tuple(
            sorted(
                (one for name, counts in times.items() for one in _runs(name, counts)),
                key=lambda one: (one.start, one.component),
            )
        ),
        queries=ledger.queries + asker.queries,
        warnings=tuple(
            dict.fromkeys((*ledger.warnings, *asker.warnings, *([failure] if failure else ())))
        ),
    )


def witnesses(catalogue: Catalogue) -> tuple[tuple[Metric, str], ...]:
    """Return the metrics that show a restart, each with its label of the process, or "".

    Counters without a label of the process, and gauges with no label but that one: both have few
    series, and none for each repository.
    """
    found = []
    for metric in catalogue.metrics:
        if metric.status not in (Status.RECORDED, Status.DEFINED):
            continue
        kinds = {label.kind for label in metric.labels}
        few = not kinds & {LabelKind.UNBOUNDED, LabelKind.PER_PROCESS}
        if metric.type is MetricType.COUNTER and few:
            found.append((metric, ""))
        if metric.type is MetricType.GAUGE and kinds == {LabelKind.PER_PROCESS}:
            found.append((metric, metric.labels[0].stored_as))
    return tuple(found)


def seen(catalogue: Catalogue) -> frozenset[Component]:
    """Return the components whose restarts some metric shows."""
    return frozenset(one for metric, _ in witnesses(catalogue) for one in metric.components)


def _question(catalogue: Catalogue, environment: Environment, length: timedelta) -> Expression:
    """Return the number of targets that restarted, by job, every five minutes of a time."""
    jobs = {target.component: scope(environment, target).job for target in catalogue.targets}
    restarted = [
        _restarted(
            Series(
                metric.name,
                (
                    Matcher(_JOB, MatchOp.REGEX, "|".join(sorted(jobs[one] for one in exposing))),
                    Matcher("namespace", MatchOp.EQUAL, environment.namespace),
                ),
                over=exact_range(_WITHIN),
            ),
            process,
        )
        for metric, process in witnesses(catalogue)
        if (exposing := jobs.keys() & set(metric.components))
    ]
    counted = Aggregate("count", join("or", *restarted), by=(_JOB,))
    return Subquery(counted, exact_range(length), ROLLUP)


def _restarted(series: Series, process: str) -> Expression:
    target = (_JOB, *TARGET)
    if not process:
        return join(">", Aggregate("max", call("resets", series), by=target), number(0))
    processes = Aggregate("count", call("count_over_time", series), by=(*target, process))
    return join(">", Aggregate("count", processes, by=target), number(1))


def _runs(component: str, counts: Mapping[float, int]) -> Iterator[Restart]:
    """Yield the runs of times; one restart is seen at up to four steps in a row."""
    step, seen_again = ROLLUP.total_seconds(), (_WITHIN - ROLLUP).total_seconds()
    run: list[float] = []
    for time in [*sorted(counts), float("inf")]:
        if run and time - run[-1] > 1.5 * step:
            yield Restart(
                component=component,
                start=datetime.fromtimestamp(run[0] - step, UTC),
                # The last steps of a run see what the first has seen already.
                end=datetime.fromtimestamp(max(run[0], run[-1] - seen_again), UTC),
                targets=max(counts[each] for each in run),
            )
            run = []
        run.append(time)
