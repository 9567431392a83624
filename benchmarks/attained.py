"""(c) What was attained over a week and a month: the truth, our ledger, and Sloth's period rule.

The truth is counted from the raw samples. Ours are the sums of the ledger's rows, one a minute.
Sloth's is what its rule of the period says: the mean of the error ratios of 5 minutes, one a
minute.
"""

import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import mean

from benchmarks import sloth
from benchmarks.table import table
from observability import SLO, RatioSLI, Selector
from observability.catalogue.gitstratum import GITSTRATUM
from observability.expressions.counting import counting
from observability.expressions.names import VALID_MINUTE
from observability.expressions.printing import render
from observability.expressions.promql import Series as Recorded
from observability.expressions.scope import Scope, scope
from observability.model.metric import MatchOp
from observability.prometheus import promtool, server
from observability.prometheus.client import PrometheusClient
from observability.recordings import openmetrics
from observability.recordings.relabel import relabelled
from observability.recordings.series import Predicate, Sample, Series, named
from observability.recordings.tsdb import imported
from observability.replay.monitored import relabelling
from tests.recordings import truth

RECORDINGS = (Path("recordings/week/week.om.gz"), Path("recordings/month/month.om.gz"))
CACHE = Path(".tools/cache")
NAMES = ("push-availability", "fetch-availability")
MINUTE = 60
_STEPS = 10_000
_AFTERWARDS = 10 * MINUTE
"""The last events are counted once the last scrape is in every window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attained:
    """Valid and bad events, and with them the share of good ones."""

    valid: float
    bad: float

    @property
    def error_ratio(self) -> float:
        """Bad / valid."""
        return self.bad / self.valid


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One SLO over one recording. `sloths` are its error ratios of 5 minutes, one a minute."""

    recording: str
    slo: str
    truth: Attained
    ours: Attained
    sloths: tuple[float, ...]
    minutes: int

    @property
    def sloths_error_ratio(self) -> float:
        """What Sloth's rule of the period gives: one 0 / 0 makes it NaN."""
        return mean(self.sloths)

    @property
    def sloths_kindly(self) -> float:
        """The mean without what is NaN."""
        return mean([ratio for ratio in self.sloths if not math.isnan(ratio)])


def _selects(selector: Selector, where: Scope) -> Predicate:
    """Return the predicate of what a selector selects within a scope."""

    def selects(series: Series) -> bool:
        return (
            series.name == selector.metric.name
            and series.label("job") == where.job
            and series.label("namespace") == where.namespace
            and all(
                series.label(matcher.label) in matcher.value.split("|")
                for matcher in selector.matchers
            )
        )

    if any(m.op not in (MatchOp.EQUAL, MatchOp.REGEX) for m in selector.matchers):
        raise TypeError(f"{selector}: only choices of values are understood here")
    return selects


def expressions(sli: RatioSLI, where: Scope) -> tuple[str, str]:
    """Return the PromQL of a valid and of a bad row; the bad one reads no recorded series."""
    counted = counting(sli, where, Recorded(VALID_MINUTE))
    valid = render(counted.valid)
    return valid, render(counted.bad).replace(VALID_MINUTE, f"({valid})")


def each_minute(client: PrometheusClient, expression: str, start: int, end: int) -> Iterator[float]:
    """Yield the values of an expression that has one series, a minute apart."""
    stride = _STEPS * MINUTE
    for first in range(start, end + 1, stride):
        answer = client.query_range(
            expression, start=first, end=min(first + stride - MINUTE, end), step=MINUTE
        )
        for series in answer.series:
            yield from (value for _, value in series.samples)


def _truth(samples: Iterable[Sample], sli: RatioSLI, where: Scope) -> Attained:
    valid, bad = (
        _selects(selector, where) for selector in (sli.valid, sli.bad) if selector is not None
    )
    found = truth.increments(samples, lambda series: valid(series) or bad(series))
    return Attained(valid=truth.total(found, where=valid), bad=truth.total(found, where=bad))


def _compared(
    client: PrometheusClient, recording: Path, samples: Sequence[Sample], slo: SLO
) -> Compared:
    where = scope(GITSTRATUM.environment("prod"), GITSTRATUM.target(slo.component))
    if not isinstance(slo.sli, RatioSLI):
        raise TypeError(f"{slo.name}: only ratios are compared")
    start = int(min(sample.timestamp for sample in samples))
    end = int(max(sample.timestamp for sample in samples)) + _AFTERWARDS
    valid, bad = (sum(each_minute(client, row, start, end)) for row in expressions(slo.sli, where))
    return Compared(
        recording=recording.parent.name,
        slo=slo.name,
        truth=_truth(samples, slo.sli, where),
        ours=Attained(valid=valid, bad=bad),
        sloths=tuple(each_minute(client, _of_five_minutes(slo, where), start, end)),
        minutes=(end - start) // MINUTE + 1,
    )


def _of_five_minutes(slo: SLO, where: Scope) -> str:
    """Return Sloth's expression of the ratio that its period rule takes the mean of."""
    every = chain.from_iterable(group["rules"] for group in sloth.groups([slo], where))
    return next(
        str(rule["expr"]) for rule in every if rule.get("record") == "slo:sli_error:ratio_rate5m"
    )


def compared(recording: Path) -> Iterator[Compared]:
    """Compare the SLOs over one recording."""
    slos = [GITSTRATUM.slo(name) for name in NAMES]
    names = {"up", *(metric.name for slo in slos for metric in slo.metrics)}
    samples = list(
        relabelled(openmetrics.read(recording, where=named(*names)), relabelling(GITSTRATUM))
    )
    blocks = imported(
        recording,
        CACHE,
        promtool=promtool.installed()[-1],
        relabelling=relabelling(GITSTRATUM),
        names=names,
    )
    with tempfile.TemporaryDirectory(prefix="attained-") as folder:
        storage = shutil.copytree(blocks, Path(folder, "data"))
        with (
            server.running(server.installed()[-1], storage) as running,
            PrometheusClient(running.url) as client,
        ):
            for slo in slos:
                yield _compared(client, recording, samples, slo)


def _row(found: Compared) -> list[str]:
    true = found.truth.error_ratio
    ratios = (found.ours.error_ratio, found.sloths_error_ratio, found.sloths_kindly)
    return [
        f"{found.recording}, {found.slo}",
        *(f"{count:,.0f}" for count in (found.truth.valid, found.ours.valid)),
        *(f"{count:,.0f}" for count in (found.truth.bad, found.ours.bad)),
        *(f"{100 * (1 - ratio):.4f}" for ratio in (true, *ratios)),
        *(f"{100 * (ratio / true - 1):+.2f}" for ratio in ratios),
        f"{found.minutes - len(found.sloths):,} of {found.minutes:,}",
    ]


def report(found: Iterable[Compared]) -> str:
    """Return the figures as Markdown."""
    head = [
        "recording, SLO",
        "valid: truth",
        "ours",
        "bad: truth",
        "ours",
        "attained, %: truth",
        "ours",
        "Sloth",
        "Sloth without NaN",
        "error ratio off by, %: ours",
        "Sloth",
        "Sloth without NaN",
        "minutes without a ratio: Sloth",
    ]
    return table(head, map(_row, found))


def run() -> str:
    """Compare all recordings."""
    return report(row for recording in RECORDINGS for row in compared(recording))
