"""(a) The samples that all rules of one availability SLO touch a minute, and Sloth's for the same.

A real Prometheus is given 30 days of what either rules record and 3 days of raw series, the longest
that any of Sloth's windows reads. Then each rule's expression is asked for once, with
`stats=all`; its `totalQueryableSamples` count as often a minute as its group is evaluated.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import promql_parser

from benchmarks import sloth
from benchmarks.invented import FAILED_REQUESTS, PROD, REQUESTS, catalogue, operation
from benchmarks.remote_write import encoded_labels, encoded_samples, send
from benchmarks.table import table
from observability.alerts.groups import ledger_group, period_group
from observability.alerts.rules import group_body
from observability.expressions.promise import promises
from observability.expressions.scope import Scope
from observability.prometheus import server
from observability.prometheus.client import PrometheusClient

END = 1_768_176_000
"""When everything is evaluated: 2026-01-12 00:00 UTC, a whole hour."""
HOUR = 3_600
RAW = 73 * HOUR
RECORDED = 30 * 24 * HOUR
SCRAPE = 60
PODS = 3
DEFAULT_INTERVAL = "1m"
"""Prometheus's own `evaluation_interval`; Sloth's groups name none."""
GOAL = 200
SIZES = (500, 5_000)
"""Repositories; each pod has a series of valid requests for each, and for a tenth of bad ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Series that have the same samples: `growth` more in each step of seconds, or `growth`."""

    labels: tuple[bytes, ...]
    history: int
    step: int
    growth: float
    is_counter: bool = False

    def samples(self, start: int, end: int) -> bytes:
        """Return the samples in start < time <= end."""
        times = range(start + self.step, end + 1, self.step)
        first = END - self.history
        return encoded_samples(
            (time, self.growth * ((time - first) // self.step if self.is_counter else 1))
            for time in times
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as evaluated: `interval` in seconds."""

    group: str
    name: str
    labels: Mapping[str, str]
    expression: str
    interval: int
    is_alert: bool


def rules(groups: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return the rules of groups as Prometheus reads them."""
    return tuple(
        Rule(
            group=group["name"],
            name=rule.get("record") or rule["alert"],
            labels=rule["labels"],
            expression=rule["expr"],
            interval=_seconds(group.get("interval", DEFAULT_INTERVAL)),
            is_alert="alert" in rule,
        )
        for group in groups
        for rule in group["rules"]
    )


def _seconds(text: str) -> int:
    return int(promql_parser.parse_duration(text).total_seconds())


def _raw(where: Scope, repositories: int) -> Iterator[Kind]:
    def counted(name: str, repos: int) -> tuple[bytes, ...]:
        return tuple(
            encoded_labels(
                _target(where, pod)
                | {"__name__": name, "operation": operation(0), "repo": f"team/repository-{repo}"}
            )
            for pod in range(PODS)
            for repo in range(repos)
        )

    valid, bad = (
        counted(REQUESTS.name, repositories),
        counted(FAILED_REQUESTS.name, repositories // 10),
    )
    ups = tuple(encoded_labels(_target(where, pod) | {"__name__": "up"}) for pod in range(PODS))
    yield Kind(labels=valid, history=RAW, step=SCRAPE, growth=7, is_counter=True)
    yield Kind(labels=bad, history=RAW, step=SCRAPE, growth=1, is_counter=True)
    yield Kind(labels=ups, history=RAW, step=SCRAPE, growth=1)


def _target(where: Scope, pod: int) -> dict[str, str]:
    return {
        "namespace": where.namespace,
        "job": where.job,
        "instance": f"10.0.0.{pod + 1}:9090",
        "pod": f"frontend-{pod}",
    }


def _recorded(found: Iterable[Rule]) -> Iterator[Kind]:
    for rule in found:
        if not rule.is_alert:
            labels = encoded_labels({"__name__": rule.name, **rule.labels})
            yield Kind(labels=(labels,), history=RECORDED, step=rule.interval, growth=0.5)


def fill(url: str, kinds: Sequence[Kind]) -> None:
    """Send all samples up to `END`, an hour at a time, as a head of the TSDB wants them."""
    with httpx.Client(trust_env=False, timeout=60) as http:
        for start, end in pairwise(range(END - RECORDED, END + 1, HOUR)):
            series: list[tuple[bytes, bytes]] = []
            for kind in kinds:
                if start >= END - kind.history:
                    samples = kind.samples(start, end)
                    series += [(labels, samples) for labels in kind.labels]
            send(http, url, series)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a rule touches: samples of one evaluation, and of a minute."""

    rule: Rule
    samples: int

    @property
    def per_minute(self) -> float:
        """Samples of a minute."""
        return self.samples * 60 / self.rule.interval


def costs(client: PrometheusClient, found: Iterable[Rule]) -> tuple[Cost, ...]:
    """Ask for each rule's expression once."""
    measured = []
    for rule in found:
        answer = client.query(rule.expression, at=END, stats=True)
        if not rule.is_alert and not answer.series:
            raise RuntimeError(f"{rule.name} has no result, so its cost means nothing")
        if answer.queryable_samples is None:
            raise RuntimeError("this Prometheus does not count samples: use 2.42 or newer")
        measured.append(Cost(rule=rule, samples=answer.queryable_samples))
    return tuple(measured)


def total(measured: Iterable[Cost]) -> float:
    """Return the samples of a minute of all rules together."""
    return sum(cost.per_minute for cost in measured)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The costs of both at one size."""

    series: int
    ours: tuple[Cost, ...]
    sloths: tuple[Cost, ...]


def measured(repositories: int) -> Measured:
    """Measure at one size, on a Prometheus of its own."""
    one = catalogue(1)
    [promise] = promises(one, PROD)
    where = promise.scope
    ours = rules(group_body(group(promise)) for group in (ledger_group, period_group))
    sloths = rules(sloth.groups([promise.slo], where))
    kinds = (*_raw(where, repositories), *_recorded(ours), *_recorded(sloths))
    with (
        tempfile.TemporaryDirectory(prefix="samples-") as storage,
        server.running(
            server.installed()[-1],
            Path(storage),
            flags=["--web.enable-remote-write-receiver"],
        ) as running,
        PrometheusClient(running.url) as client,
    ):
        fill(running.url, kinds)
        return Measured(
            series=sum(len(kind.labels) for kind in kinds if kind.is_counter),
            ours=costs(client, ours),
            sloths=costs(client, sloths),
        )


def _by_group(found: Iterable[Cost]) -> dict[str, float]:
    groups: dict[str, float] = {}
    for cost in found:
        groups[cost.rule.group] = groups.get(cost.rule.group, 0) + cost.per_minute
    return groups


def report(found: Sequence[Measured]) -> str:
    """Return the figures as Markdown."""
    sizes = [f"{size.series:,} series" for size in found]
    rows = []
    for whose, of in (("ours", [m.ours for m in found]), ("Sloth", [m.sloths for m in found])):
        groups = [_by_group(costs) for costs in of]
        rows += [[f"{whose}: `{name}`", *(f"{g[name]:,.0f}" for g in groups)] for name in groups[0]]
        rows.append([f"**{whose}, all rules**", *(f"**{total(costs):,.0f}**" for costs in of)])
    ratios = [total(size.sloths) / total(size.ours) for size in found]
    rows.append(["**ours : Sloth**", *(f"**1 : {ratio:,.0f}**" for ratio in ratios)])
    rows.append([f"at most 1 : {GOAL}", *("yes" if r >= GOAL else "NO" for r in ratios)])
    return table(["samples a minute", *sizes], rows)


def run() -> str:
    """Measure all sizes."""
    return report([measured(size) for size in SIZES])
