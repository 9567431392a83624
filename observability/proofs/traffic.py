"""Input series that make an SLI count given rows: what the system would expose for that traffic.

The mirror of `observability.expressions.counting`, written from what each kind of SLI means.
Several targets share the traffic, some look like it and must not be counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from observability.evaluation.rows import Events
from observability.expressions.scope import Scope
from observability.model.metric import Matcher, MatchOp, Metric, Selector
from observability.model.sli import (
    SLI,
    BooleanSLI,
    LatencySLI,
    RatioSLI,
    RawSLI,
    ScrapeSLI,
    TimeSliceSLI,
)
from observability.proofs.notation import Gap, Sample
from observability.proofs.series import InputSeries, Labels, Reads, input_series

LIFETIME = 1_000
"""What a counter shows before the test begins: a process that has run for a while."""

DEAD = 2
"""The target of a boolean SLI that is down and whose last value lingers."""


def _target_labels(scope: Scope, target: int) -> dict[str, str]:
    return {
        "instance": f"10.0.0.{target}:9090",
        "job": scope.job,
        "namespace": scope.namespace,
        "pod": f"{scope.workload}-{target}",
    }


def up(scope: Scope, target: int, minutes: int) -> InputSeries:
    """Return the `up` of a target that is scraped all the time."""
    return input_series("up", _target_labels(scope, target), target, Reads.UP, [1] * minutes)


def _alternatives(matcher: Matcher) -> list[str]:
    if matcher.op in (MatchOp.EQUAL, MatchOp.NOT_EQUAL):
        return [matcher.value]
    return [value.replace("\\", "") for value in matcher.value.split("|")]


def _matches(matcher: Matcher, value: str) -> bool:
    positive = matcher.op in (MatchOp.EQUAL, MatchOp.REGEX)
    return (value in _alternatives(matcher)) is positive


def _chosen_by(selector: Selector, labels: dict[str, str]) -> bool:
    return all(_matches(matcher, labels.get(matcher.label, "")) for matcher in selector.matchers)


def _values(metric: Metric, stored: str) -> tuple[str, ...]:
    label = next(label for label in metric.labels if label.stored_as == stored)
    return (*label.values, "other")


def _labels_for(
    metric: Metric, wanted: Iterable[Selector], unwanted: Iterable[Selector], turn: int
) -> dict[str, str]:
    """Return labels that all `wanted` selectors choose and no `unwanted` one does.

    `turn` picks among several values that would do, so that each of them sees traffic.
    """
    labels: dict[str, str] = {}
    matchers = {matcher.label: matcher for s in wanted for matcher in s.matchers}
    for label in metric.labels:
        fit = [
            value
            for value in _values(metric, label.stored_as)
            if label.stored_as not in matchers or _matches(matchers[label.stored_as], value)
        ]
        labels[label.stored_as] = fit[turn % len(fit)]
    for selector in unwanted:
        free = [m for m in selector.matchers if m.label not in matchers]
        if _chosen_by(selector, labels) and free:
            away = (v for v in _values(metric, free[0].label) if not _matches(free[0], v))
            labels[free[0].label] = next(away)
    return labels


def _halves(count: int) -> tuple[int, int]:
    return count - count // 2, count // 2


def _counter(increments: Sequence[int], *, alive: bool) -> list[Sample]:
    """Return a counter's samples; one that was never raised is not there until it is."""
    total = LIFETIME if alive else 0
    samples: list[Sample] = []
    for increment in increments:
        total += increment
        samples.append(total if alive or total else Gap.NOTHING)
    return samples


def ratio_traffic(
    sli: RatioSLI, scope: Scope, rows: Sequence[Events], excluded: int = 0
) -> list[InputSeries]:
    """Return the counters of a ratio; each minute after the first has `excluded` events besides."""
    kinds = (
        ([sli.valid, sli.good], [sli.bad, sli.excluded], [v - b for v, b in rows]),
        ([sli.valid, sli.bad], [sli.good, sli.excluded], [bad for _, bad in rows]),
        ([sli.valid, sli.excluded], [sli.good, sli.bad], [0, *[excluded] * (len(rows) - 1)]),
    )
    counts: dict[tuple[str, int, Labels], list[int]] = defaultdict(lambda: [0] * len(rows))
    alive = set()
    for kind, (wanted, unwanted, events) in enumerate(kinds[: 3 if excluded else 2]):
        for metric in {s.metric.name: s.metric for s in wanted if s is not None}.values():
            mine = [s for s in wanted if s is not None and s.metric == metric]
            others = [s for s in unwanted if s is not None and s.metric == metric]
            for target in (0, 1):
                labels = _labels_for(metric, mine, others, target)
                key = (metric.name, target, tuple(sorted(labels.items())))
                if kind == 0:
                    alive.add(key)
                for minute, count in enumerate(events):
                    counts[key][minute] += _halves(count)[target]
    return [
        input_series(
            name,
            dict(labels) | _target_labels(scope, target),
            target,
            Reads.COUNTER,
            _counter(increments, alive=(name, target, labels) in alive),
        )
        for (name, target, labels), increments in counts.items()
    ]


def _time_slice(sli: TimeSliceSLI, scope: Scope, rows: Sequence[Events]) -> list[InputSeries]:
    """Three targets: one slow in bad minutes, one fast and busy, one idle that reads very slow."""
    metric, limit = sli.requests.metric, sli.limit.total_seconds()
    labels = _labels_for(metric, [sli.requests], [], 0)
    at_limit, slow, very_slow = limit, limit * 2, limit * 100
    quantile: dict[int, list[Sample]] = {
        0: [slow if bad else at_limit for _, bad in rows],
        1: [limit / 2] * len(rows),
        2: [very_slow] * len(rows),
    }
    busy = [[10 * valid for valid, _ in rows], [20 * valid for valid, _ in rows], [0] * len(rows)]
    series = []
    for target, counts in enumerate(busy):
        mine = labels | _target_labels(scope, target)
        samples = _counter(counts, alive=True)
        series.append(input_series(metric.name + "_count", mine, target, Reads.COUNTER, samples))
        with_quantile = mine | {"quantile": sli.quantile}
        values = quantile[target]
        series.append(input_series(metric.name, with_quantile, target, Reads.GAUGE, values))
        others = mine | {"quantile": "0.5"}
        series.append(
            input_series(metric.name, others, target, Reads.GAUGE, [very_slow] * len(rows))
        )
    return series


def _latency(sli: LatencySLI, scope: Scope, rows: Sequence[Events]) -> list[InputSeries]:
    metric, edge = sli.requests.metric, sli.edge
    labels = _labels_for(metric, [sli.requests], [], 0)
    series = []
    for target in (0, 1):
        mine = labels | _target_labels(scope, target)
        for suffix, le in (("_count", None), *(("_bucket", b) for b in (*metric.buckets, "+Inf"))):
            counted = [
                _halves(valid)[target] - (_halves(bad)[target] if le == edge else 0)
                for valid, bad in rows
            ]
            named = mine if le is None else mine | {"le": le}
            samples = _counter(counted, alive=True)
            series.append(input_series(metric.name + suffix, named, target, Reads.COUNTER, samples))
    return series


def _boolean(sli: BooleanSLI, scope: Scope, rows: Sequence[Events]) -> list[InputSeries]:
    """Two running targets and a dead one, whose last value must not count."""
    labels = _labels_for(sli.gauge.metric, [sli.gauge], [], 0)
    bad_value = sli.value if sli.bad_when is MatchOp.EQUAL else sli.value + 1
    good_value = sli.value + 1 if sli.bad_when is MatchOp.EQUAL else sli.value
    sums = [bad_value if bad else good_value for _, bad in rows]
    # What is above 1 is of the second target: two leaders are one of each.
    values: list[list[Sample]] = [
        [min(value, 1) for value in sums],
        [value - min(value, 1) for value in sums],
        [1, *[Gap.NOTHING] * (len(rows) - 1)],
    ]
    series = [
        input_series(
            sli.gauge.metric.name, labels | _target_labels(scope, t), t, Reads.GAUGE, values[t]
        )
        for t in range(3)
    ]
    dead = input_series("up", _target_labels(scope, DEAD), DEAD, Reads.UP, [0] * len(rows))
    return [*series, dead]


def _scrape(scope: Scope, rows: Sequence[Events]) -> list[InputSeries]:
    """Every declared target; the first `bad` of them are down."""
    return [
        input_series(
            "up",
            _target_labels(scope, target),
            target,
            Reads.UP,
            [0 if target < bad else 1 for _, bad in rows],
        )
        for target in range(scope.declared)
    ]


def traffic(sli: SLI, scope: Scope, rows: Sequence[Events]) -> list[InputSeries]:
    """Return the series, `up` included, that make `sli` count `rows` (row 0 is the start)."""
    match sli:
        case RatioSLI():
            series = ratio_traffic(sli, scope, rows)
        case LatencySLI():
            series = _latency(sli, scope, rows)
        case TimeSliceSLI():
            series = _time_slice(sli, scope, rows)
        case BooleanSLI():
            series = _boolean(sli, scope, rows)
        case ScrapeSLI():
            return _scrape(scope, rows)
        case RawSLI():
            return []
        case _ as unknown:
            assert_never(unknown)
    seen_up = {s.target for s in series if s.reads is Reads.UP}
    targets = sorted({s.target for s in series} - seen_up)
    return series + [up(scope, target, len(rows)) for target in targets]


def busiest_minute(sli: SLI, scope: Scope) -> int:
    """Return the valid events of a busy minute: many requests, one minute, all targets."""
    match sli:
        case RatioSLI() | LatencySLI():
            return 1_009  # a prime: no ratio of whole events meets a threshold by chance
        case TimeSliceSLI() | BooleanSLI() | RawSLI():
            return 1
        case ScrapeSLI():
            return scope.declared
        case _ as unknown:
            assert_never(unknown)


def _selectors(sli: SLI) -> tuple[Selector, ...]:
    match sli:
        case RatioSLI():
            return sli.selectors
        case LatencySLI() | TimeSliceSLI():
            return (sli.requests,)
        case BooleanSLI():
            return (sli.gauge,)
        case ScrapeSLI() | RawSLI():
            return ()
        case _ as unknown:
            assert_never(unknown)


def neighbours(sli: SLI, scope: Scope, minutes: int, *, bad_too: bool = True) -> list[InputSeries]:
    """Return series that look like the SLI's and are none of it: all busy, and all bad or good.

    The same traffic in another namespace and of another job, and of this job with each label that
    the SLI names at another value.
    """
    busy = busiest_minute(sli, scope)
    # Of a neighbour's targets one is up, or it would add nothing to what is up.
    bad = (busy - 1 if isinstance(sli, ScrapeSLI) else busy) if bad_too else 0
    rows: list[Events] = [(0, 0)] + [(busy, bad)] * (minutes - 1)
    elsewhere = traffic(sli, replace(scope, namespace="elsewhere"), rows)
    other_job = traffic(sli, replace(scope, job="other"), rows)
    return elsewhere + other_job + _other_values(sli, scope, rows)


def _other_values(sli: SLI, scope: Scope, rows: Sequence[Events]) -> list[InputSeries]:
    selectors = _selectors(sli)
    series = []
    for selector in selectors:
        metric = selector.metric
        for matcher in selector.matchers:
            away = [v for v in _values(metric, matcher.label) if not _matches(matcher, v)]
            for value in away:
                labels = _labels_for(metric, [selector], [], 0) | {matcher.label: value}
                if any(s.metric == metric and _chosen_by(s, labels) for s in selectors):
                    continue
                mine = labels | _target_labels(scope, 3)
                values = _counter([100 * minute for minute in range(len(rows))], alive=True)
                for suffix in _suffixes(sli):
                    named = mine | suffix.labels
                    reads = Reads.GAUGE if suffix.name == "" and suffix.labels else Reads.COUNTER
                    series.append(input_series(metric.name + suffix.name, named, 3, reads, values))
    unique = {(s.name, s.labels): s for s in series}
    return [*unique.values(), *([up(scope, 3, len(rows))] if unique else [])]


@dataclass(frozen=True, slots=True)
class _Suffix:
    name: str
    labels: dict[str, str]


def _suffixes(sli: SLI) -> tuple[_Suffix, ...]:
    match sli:
        case TimeSliceSLI():
            return (_Suffix("_count", {}), _Suffix("", {"quantile": sli.quantile}))
        case LatencySLI():
            return (_Suffix("_count", {}), _Suffix("_bucket", {"le": sli.edge or "+Inf"}))
        case _:
            return (_Suffix("", {}),)
