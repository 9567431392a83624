"""When targets restarted, as their metrics show it: one question for all, whatever there is.

A process that begins anew counts from 0 again, or shows a new value of a label that each process
draws for itself (`node_id`). A target that was silent for longer than fifteen minutes shows
neither, nor does a pod that was replaced by one of another address: people tell of deploys. So
three more questions tell where a restart could have been seen: whether targets expose such a
metric, and how many appeared or came back after a longer silence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    on,
)
from observability.expressions.scope import scope
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.environment import Environment
from observability.model.metric import LabelKind, Matcher, MatchOp, Metric, MetricType, Status
from observability.model.windows import ROLLUP, exact_range
from observability.prometheus.client import PrometheusClient
from observability.review.ledger import Ledger, Restart, RestartCoverage
from observability.review.period import Period, chunks
from observability.review.source import QueryRunner

_WITHIN = 4 * ROLLUP
"""At each step of five minutes: a target may have been silent for fifteen before it came back."""
_CHUNK = timedelta(days=31)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_JOB = "job"

Samples = tuple[tuple[float, float], ...]
"""Times and values."""


def with_restarts(
    prometheus: PrometheusClient,
    catalogue: Catalogue,
    environment: Environment,
    period: Period,
    ledger: Ledger,
) -> Ledger:
    """Return the ledger with the restarts of a period, sharp to five minutes, and what hides them.

    Four questions for each 31 days, however many series or restarts there are. If Prometheus
    cannot answer one, the ledger warns, and the rest of the review stands without.
    """
    if not seen(catalogue):
        return ledger
    runner = QueryRunner(prometheus, environment)
    jobs = {scope(environment, target).job: str(target.component) for target in catalogue.targets}
    restarted: dict[str, dict[float, int]] = {component: {} for component in jobs.values()}
    shown, scraped, appeared = Counter[str](), Counter[str](), Counter[str]()

    def by_component(expression: Expression, end: datetime) -> Iterator[tuple[str, Samples]]:
        for series in runner.ask(expression, end).series:
            component = jobs.get(series.labels.get(_JOB, ""))
            if component is not None:
                yield component, series.samples

    failure = ""
    try:
        for start, end in chunks(period.start, period.reached, _CHUNK):
            length = end - start
            restarts = _each_step(_restarts(catalogue, environment), length)
            for component, samples in by_component(restarts, end):
                restarted[component] |= {time: round(value) for time, value in samples}
            for total, counted, step in (
                (shown, _showing(catalogue, environment), _HOUR),
                (scraped, _count(_up(catalogue, environment)), _HOUR),
                (appeared, _appearing(catalogue, environment), ROLLUP),
            ):
                for component, samples in by_component(_each_step(counted, length, step), end):
                    total[component] += round(sum(value for _, value in samples))
    except PrometheusError as error:
        failure = f"which targets restarted is unknown: {error}"
    runs = [run for name, counts in restarted.items() for run in _runs(name, counts)]
    return replace(
        ledger,
        restarts=None
        if failure
        else tuple(sorted(runs, key=lambda run: (run.start, run.component))),
        restart_coverage={
            component: RestartCoverage(
                shown=min(1.0, shown[component] / scraped[component]) if scraped[component] else 0,
                appeared=appeared[component],
            )
            for component in ({} if failure else restarted)
        },
        queries=ledger.queries + runner.queries,
        warnings=tuple(
            dict.fromkeys((*ledger.warnings, *runner.warnings, *([failure] if failure else ())))
        ),
    )


def witnesses(catalogue: Catalogue) -> tuple[tuple[Metric, str], ...]:
    """Return the metrics that show a restart, each with its label of the process, or "".

    Counters without a label of the process, and gauges with no label but that one: both have few
    series, and none for each repository.
    """
    witnesses = []
    for metric in catalogue.metrics:
        if metric.status not in (Status.RECORDED, Status.DEFINED):
            continue
        kinds = {label.kind for label in metric.labels}
        few = not kinds & {LabelKind.UNBOUNDED, LabelKind.PER_PROCESS}
        if metric.type is MetricType.COUNTER and few:
            witnesses.append((metric, ""))
        if metric.type is MetricType.GAUGE and kinds == {LabelKind.PER_PROCESS}:
            witnesses.append((metric, metric.labels[0].stored_as))
    return tuple(witnesses)


def seen(catalogue: Catalogue) -> frozenset[Component]:
    """Return the components whose restarts some metric shows."""
    return frozenset(
        component for metric, _ in witnesses(catalogue) for component in metric.components
    )


def _each_step(counted: Expression, length: timedelta, step: timedelta = ROLLUP) -> Expression:
    """Return a number by job at every five minutes of a time, or at other steps."""
    return Subquery(counted, exact_range(length), step)


def _count(series: Expression) -> Expression:
    return Aggregate("count", series, by=(_JOB,))


def _witnessing(catalogue: Catalogue, environment: Environment) -> Iterator[tuple[Series, str]]:
    """Yield the series that show a restart, each with its label of the process, or ""."""
    jobs = {target.component: scope(environment, target).job for target in catalogue.targets}
    for metric, process in witnesses(catalogue):
        exposing = sorted(jobs[component] for component in jobs.keys() & set(metric.components))
        if exposing:
            yield Series(metric.name, _of_jobs(exposing, environment)), process


def _of_jobs(jobs: Sequence[str], environment: Environment) -> tuple[Matcher, ...]:
    return (
        Matcher(_JOB, MatchOp.REGEX, "|".join(jobs)),
        Matcher("namespace", MatchOp.EQUAL, environment.namespace),
    )


def _up(catalogue: Catalogue, environment: Environment) -> Series:
    jobs = sorted(scope(environment, target).job for target in catalogue.targets)
    return Series("up", _of_jobs(jobs, environment))


def _restarts(catalogue: Catalogue, environment: Environment) -> Expression:
    """Return the number of targets that restarted lately, by job."""
    return _count(
        join(
            "or",
            *(
                _restarted(replace(series, over=exact_range(_WITHIN)), process)
                for series, process in _witnessing(catalogue, environment)
            ),
        )
    )


def _showing(catalogue: Catalogue, environment: Environment) -> Expression:
    """Return the number of targets that would show a restart, by job: a counter of 0 would not."""
    shows = (
        series if process else join(">", series, number(0))
        for series, process in _witnessing(catalogue, environment)
    )
    return _count(join("or", *(Aggregate("group", each, by=(_JOB, *TARGET)) for each in shows)))


def _appearing(catalogue: Catalogue, environment: Environment) -> Expression:
    """Return the number of targets that were not up for fifteen minutes and are now, by job.

    Only of jobs that were scraped before: when history begins, all of them appear.
    """
    up = _up(catalogue, environment)
    silent = exact_range(_WITHIN - ROLLUP)
    before = call("max_over_time", replace(up, over=silent, offset=ROLLUP))
    known = call("max_over_time", replace(up, over=_DAY, offset=_WITHIN))
    is_up, was_up = (join("==", each, number(1)) for each in (up, before))
    came = join("unless", is_up, was_up, match=on((_JOB, *TARGET)))
    return _count(join("and", came, known, match=on((_JOB,))))


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
