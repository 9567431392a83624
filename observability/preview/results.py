"""A recording together with what our rules would have recorded over it.

Prometheus evaluates rules only as time goes by, and a recording is over. So each rule is asked as a
range query over the recording's time, at its group's interval, and the answers are imported beside
the recording. A rule that reads what others record comes after them: rules are taken in levels.
Alerts leave the series `ALERTS`, as Prometheus writes it.
"""

import hashlib
import json
import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from observability.alerts.rules import AlertingRule, RecordingRule, RuleGroup
from observability.dashboards.promql import series_read
from observability.expressions.promql import Expression, render
from observability.prometheus.answers import ResultSeries
from observability.prometheus.client import PrometheusClient
from observability.prometheus.promtool import Promtool, create_blocks
from observability.prometheus.server import running
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series

_STEPS = 10_000
"""Prometheus refuses more than 11,000 in one answer."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when there are samples, in seconds of Unix time."""

    start: float
    end: float


def span_of(storage: Path) -> Span:
    """Return the time that the blocks of a folder hold."""
    metas = [json.loads(path.read_text()) for path in sorted(storage.glob("*/meta.json"))]
    return Span(
        min(meta["minTime"] for meta in metas) / 1000, max(meta["maxTime"] for meta in metas) / 1000
    )


def with_results(
    blocks: Path, groups: Sequence[RuleGroup], cache: Path, *, promtool: Promtool, program: Path
) -> Path:
    """Return a folder of blocks with a recording and the results of rules, made once and kept.

    Args:
        blocks: the recording, as `recordings.tsdb.imported` returns it; it is not changed.
        groups: the rules.
        cache: the folder to keep the result in.
        promtool: imports the results.
        program: the Prometheus that evaluates the rules.

    """
    key = hashlib.sha256()
    key.update(Path(__file__).read_bytes())
    key.update(str(program).encode())
    for group in groups:
        for rule in group.rules:
            name = rule.record if isinstance(rule, RecordingRule) else rule.alert
            key.update(f"{name}{render(rule.expression)}{sorted(rule.labels.items())}".encode())
    folder = cache / f"{blocks.name}-results-{key.hexdigest()[:16]}"
    if not folder.is_dir():
        part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=cache))
        try:
            shutil.copytree(blocks, part, dirs_exist_ok=True)
            _evaluate(part, groups, promtool=promtool, program=program)
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return folder


Timed = tuple[RecordingRule | AlertingRule, timedelta]


def levels(groups: Iterable[RuleGroup]) -> list[list[Timed]]:
    """Return the rules, each after those that record what it reads; alerts come last."""
    rules = [(rule, group.interval) for group in groups for rule in group.rules]
    reads: dict[str, set[str]] = {}
    for rule, _ in rules:
        if isinstance(rule, RecordingRule):
            reads.setdefault(rule.record, set()).update(series_read(rule.expression))
    known: dict[str, int] = {}

    def level(name: str) -> int:
        if name not in known:
            needed = [level(other) for other in reads[name] if other in reads and other != name]
            known[name] = 1 + max(needed, default=-1)
        return known[name]

    found: list[list[Timed]] = []
    for rule, interval in rules:
        at = level(rule.record) if isinstance(rule, RecordingRule) else len(reads)
        while len(found) <= at:
            found.append([])
        found[at].append((rule, interval))
    return [rules for rules in found if rules]


def _evaluate(
    storage: Path, groups: Sequence[RuleGroup], *, promtool: Promtool, program: Path
) -> None:
    span = span_of(storage)
    for number, rules in enumerate(levels(groups)):
        with running(program, storage) as server, PrometheusClient(server.url) as prometheus:
            samples = [
                sample
                for rule, interval in rules
                for sample in _samples(prometheus, rule, interval, span)
            ]
        if not samples:
            continue
        with tempfile.TemporaryDirectory(prefix="results-") as work:
            text = Path(work, f"level{number}.om")
            openmetrics.write(text, samples)
            create_blocks(promtool, text, storage)


def _samples(
    prometheus: PrometheusClient,
    rule: RecordingRule | AlertingRule,
    interval: timedelta,
    span: Span,
) -> Iterator[Sample]:
    answers = _asked(prometheus, rule.expression, interval, span)
    match rule:
        case RecordingRule():
            for answer in answers:
                series = _labelled(rule.record, answer.labels, rule.labels)
                for timestamp, value in answer.samples:
                    yield Sample(series, value, timestamp)
        case AlertingRule():
            for answer in answers:
                yield from _alert(rule, answer, interval)


def _alert(rule: AlertingRule, answer: ResultSeries, interval: timedelta) -> Iterator[Sample]:
    lasting = rule.lasting or timedelta(0)
    since = before = -math.inf
    for timestamp, _ in answer.samples:
        if timestamp - before > interval.total_seconds() * 1.5:
            since = timestamp
        before = timestamp
        state = "firing" if timestamp - since >= lasting.total_seconds() else "pending"
        labels = {"alertname": rule.alert, "alertstate": state} | dict(rule.labels)
        yield Sample(_labelled("ALERTS", answer.labels, labels), 1.0, timestamp)


def _labelled(name: str, answered: Mapping[str, str], added: Mapping[str, str]) -> Series:
    labels = {label: value for label, value in answered.items() if label != "__name__"}
    return Series.of(name, labels | dict(added))


def _asked(
    prometheus: PrometheusClient, expression: Expression, interval: timedelta, span: Span
) -> Iterator[ResultSeries]:
    """Yield the values of an expression, asked for in pieces that Prometheus accepts."""
    step = interval.total_seconds()
    text = render(expression)
    start = span.start - span.start % step + step
    found: dict[tuple[tuple[str, str], ...], list[tuple[float, float]]] = {}
    while start <= span.end:
        end = min(span.end, start + (_STEPS - 1) * step)
        for series in prometheus.query_range(text, start=start, end=end, step=step).series:
            found.setdefault(tuple(sorted(series.labels.items())), []).extend(series.samples)
        start += _STEPS * step
    for labels, samples in found.items():
        yield ResultSeries(labels=dict(labels), samples=tuple(samples))
