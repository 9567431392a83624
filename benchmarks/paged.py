"""What continuous faults set off at a real Prometheus, by our rules and by Sloth's.

Each fault is an SLO of its own, whose counters a program exposes; Prometheus reads them, and
`observability.replay` has it evaluate every rule at each minute.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks import sloth
from benchmarks.faults import Fault, events
from benchmarks.invented import FAILED_REQUESTS, PROD, REQUESTS, catalogue, operation
from benchmarks.paging import Paging, paging
from observability import Catalogue
from observability.alerts.groups import ledger_group, period_group
from observability.alerts.rules import group_body
from observability.expressions.promise import promises
from observability.expressions.scope import Scope
from observability.formats import yaml_text
from observability.prometheus import promtool, server
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from observability.replay.engine import replay
from observability.replay.evaluation import Tools
from observability.replay.rules import read_rules

STARTED = 1_768_176_000
"""When the first row is: 2026-01-12 00:00 UTC, a whole hour."""
_SLO_LABELS = ("slo", "sloth_slo")

By = Mapping[Fault, Paging | None]
"""What each fault set off; None if it did not page."""


def our_rules(of: Catalogue) -> list[Mapping[str, Any]]:
    """Return the groups of rules that we emit for the SLOs."""
    return [
        group_body(group(promise))
        for promise in promises(of, PROD)
        for group in (ledger_group, period_group)
    ]


def sloths_rules(of: Catalogue) -> list[Mapping[str, Any]]:
    """Return the groups of rules that Sloth generates for the same SLOs."""
    return [*sloth.groups(of.slos, _where(of))]


def _where(of: Catalogue) -> Scope:
    return promises(of, PROD)[0].scope


def _samples(faults: Sequence[Fault], where: Scope, seed: int) -> Iterator[Sample]:
    pod = {
        "namespace": where.namespace,
        "job": where.job,
        "pod": "frontend-0",
        "instance": "a:9090",
    }
    up, rows = Series.of("up", pod), 0
    # The last scrape that the rules of a minute read.
    first = STARTED - where.late.total_seconds()
    for number, fault in enumerate(faults):
        minutes = events(fault, seed)
        rows = len(minutes)
        counted = zip(*minutes, strict=True)
        for metric, counts in zip((REQUESTS, FAILED_REQUESTS), counted, strict=True):
            labels = pod | {"component": "frontend", "operation": operation(number), "repo": "one"}
            series = Series.of(metric.name, labels)
            for minute, value in enumerate(accumulate(counts)):
                yield Sample(series, value, first + 60 * minute)
    for minute in range(rows):
        yield Sample(up, 1, first + 60 * minute)


def paged(
    faults: Sequence[Fault], seed: int, rules: Callable[[Catalogue], list[Mapping[str, Any]]]
) -> By:
    """Return what faults set off by rules that are made for the SLOs, on one way of chance."""
    of = catalogue(len(faults))
    tools = Tools(promtool=promtool.installed()[-1], prometheus=server.installed()[-1])
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        recording, file = Path(folder, "faults.om"), Path(folder, "page.rules.yaml")
        openmetrics.write(recording, _samples(faults, _where(of), seed))
        file.write_text(yaml_text({"groups": rules(of)}))
        read = read_rules([file], promtool=tools.promtool)
        found = replay(recording, read, Path(folder, "cache"), tools=tools)

    def about(slo: str) -> Paging | None:
        return paging(
            (f for f in found.firings if slo in map(f.labels.get, _SLO_LABELS)), started=STARTED
        )

    return {fault: about(slo.name) for fault, slo in zip(faults, of.slos, strict=True)}
