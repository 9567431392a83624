"""Evaluate rules over the time of a recording, by a real Prometheus."""

import math
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, pairwise
from pathlib import Path

from observability.errors import PrometheusError, ReplayError
from observability.evaluation.episodes import Episode
from observability.evaluation.firings import Firing
from observability.formats import read_json
from observability.prometheus.client import PrometheusClient, local_http
from observability.prometheus.promtool import Promtool, create_blocks
from observability.prometheus.server import running
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from observability.recordings.tsdb import Progress
from observability.replay.alerting import (
    ALERT_STATE,
    ALERTS,
    episodes,
    firings,
    labelled,
    states,
)
from observability.replay.order import ending, levels, lifetimes, selectors
from observability.replay.rules import AlertingRule, RecordingRule, Rule

_STEPS = 5_000
"""Evaluations in one query; Prometheus refuses more than 11,000."""
_QUERIES_AT_ONCE = 3
_QUERY_SECONDS = 300.0
_HOUR = 3_600
_LOOKBACK = 300
"""Seconds for which Prometheus shows a sample that has no successor and no stale marker."""
_UP = "up"
_PUNCTUAL = 0.99
"""The share of scrapes that are not late: the others failed, or their process was restarted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The programs of a Prometheus release, which evaluate."""

    promtool: Promtool
    prometheus: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time from start to end, both in it, in seconds of Unix time."""

    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What came of rules: over which time, which alerts fired, and which could not be judged.

    An alert cannot be judged where none of the series that it reads is there, `up` aside: that a
    target is not there is what alerts on `up` are for. What is missing is not zero: such an alert
    is silent whatever happens, or fires because nothing does.
    """

    covered: Span
    firings: tuple[Firing, ...]
    not_judged: tuple[AlertingRule, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    """One series of an expression's result; numbers in arrays, since a month has many."""

    labels: Mapping[str, str]
    times: "array[float]"
    values: "array[float]"


@dataclass(frozen=True, slots=True)
class _Alert:
    """What became of one set of labels of an alerting rule."""

    rule: AlertingRule
    labels: Mapping[str, str]
    episodes: Sequence[Episode]


_Answer = Sequence["Future[list[_Result]]"]
"""The parts of a rule's result, in the order of time."""


def span(storage: Path) -> Span:
    """Return the time of the samples in a folder of blocks."""
    blocks = [read_json(meta) for meta in storage.glob("*/meta.json")]
    # A block's end is the first millisecond that it does not hold.
    return Span(
        start=min(block["minTime"] for block in blocks) / 1000,
        end=(max(block["maxTime"] for block in blocks) - 1) / 1000,
    )


def evaluate(
    storage: Path,
    rules: Sequence[Rule],
    *,
    tools: Tools,
    progress: Progress = lambda _doing: None,
) -> Evaluated:
    """Add to a folder of blocks what the rules record over its time, and `ALERTS`.

    Each rule is evaluated at the multiples of its interval, and all rules of a level before those
    of the next.

    Args:
        storage: blocks of a recording. New ones are added: give it a copy of what is shared.
        rules: what to evaluate.
        tools: the programs that do it.
        progress: is told what is being done.

    Raises:
        ReplayError: the rules read nothing that is there, depend on each other in a circle, or one
            cannot be evaluated.
        ServerError: Prometheus does not start.
        PromtoolError: promtool cannot import what was recorded.

    """
    covered, recorded = span(storage), lifetimes(rules)
    with _asking(storage, tools) as client:
        _expect_what_is_read(client, covered, rules)
        scraped = _scraped(client, covered)
        covered = _watched(client, covered, scraped)
    fired: list[Firing] = []
    not_judged: list[AlertingRule] = []
    in_levels = levels(rules)
    for number, level in enumerate(in_levels, start=1):
        progress(f"evaluating rules, level {number} of {len(in_levels)}")
        with tempfile.TemporaryDirectory(prefix="replay-") as folder:
            text = Path(folder, "recorded.om")
            with (
                _asking(storage, tools) as client,
                ThreadPoolExecutor(_QUERIES_AT_ONCE) as pool,
            ):
                answers: list[tuple[Rule, _Answer]] = []
                blind = _blind(client, covered, level)
                not_judged += blind
                for rule in level:
                    if rule in blind:
                        continue
                    expression = ending(rule.expression, recorded, scraped=scraped)
                    parts = _parts(client, rule, expression, covered)
                    answers.append((rule, [pool.submit(part) for part in parts]))
                alerts = tuple(_alerts(answers, covered))
                openmetrics.write(text, chain(_recorded(answers), _states(alerts, covered)))
                for alert in alerts:
                    fired += firings(alert.labels, alert.episodes)
            if text.stat().st_size > len(_EMPTY):
                create_blocks(tools.promtool, text, storage)
    fired.sort(key=lambda firing: (firing.firing_at, str(firing.labels)))
    return Evaluated(covered=covered, firings=tuple(fired), not_judged=tuple(not_judged))


_EMPTY = b"# EOF\n"


@contextmanager
def _asking(storage: Path, tools: Tools) -> Iterator[PrometheusClient]:
    """Run a server over the blocks as they are now."""
    with (
        running(tools.prometheus, storage) as server,
        PrometheusClient(server.url, http=partial(local_http, _QUERY_SECONDS)) as client,
    ):
        yield client


def _expect_what_is_read(client: PrometheusClient, covered: Span, rules: Sequence[Rule]) -> None:
    """Refuse a recording in which there is nothing to evaluate."""
    recorded = tuple(rule.record for rule in rules if isinstance(rule, RecordingRule))
    # Scraped series first: those are what a recording is expected to have.
    read = sorted(
        {selector for rule in rules for selector in selectors(rule.expression)},
        key=lambda selector: (selector.startswith(recorded), selector),
    )
    series = client.series(read, start=covered.start, end=covered.end).series if read else ()
    if not series:
        raise ReplayError(
            "the recording has no series that the rules read, so that they are silent whatever "
            f"happens: is it of another system? Expected series such as {read[0]}"
            if read
            else "the rules read no series: expected rules that watch something"
        )


def _blind(
    client: PrometheusClient, covered: Span, rules: Iterable[Rule]
) -> tuple[AlertingRule, ...]:
    """Return the alerts that read series besides `up`, of which none is there."""
    there: dict[str, bool] = {}

    def is_there(selector: str) -> bool:
        if selector not in there:
            series = client.series([selector], start=covered.start, end=covered.end).series
            there[selector] = bool(series)
        return there[selector]

    blind = []
    for rule in rules:
        if isinstance(rule, AlertingRule):
            read = selectors(rule.expression)
            own = sorted(s for s in read if s.partition("{")[0] != _UP)
            if own and not any(map(is_there, own)):
                blind.append(rule)
    return tuple(blind)


def _scraped(client: PrometheusClient, covered: Span) -> int | None:
    """Return for how many milliseconds Prometheus showed a scraped sample: until the next scrape.

    None where the recording does not tell, for want of `up`, and where scrapes are so far apart
    that Prometheus's own five minutes are over before the next.
    """
    ups = client.query(f"up[{_HOUR}s]", at=min(covered.end, covered.start + _HOUR)).series
    gaps = sorted(
        later - earlier for up in ups for (earlier, _), (later, _) in pairwise(up.samples)
    )
    if not gaps or (longest := gaps[int(len(gaps) * _PUNCTUAL)]) > _LOOKBACK:
        return None
    # One millisecond short, as for recorded series.
    return round(longest * 1000) - 1


def _watched(client: PrometheusClient, covered: Span, scraped: int | None) -> Span:
    """Return the time over which rules are evaluated: until the first scrape that is missing.

    So the evaluation after the last scrapes counts what they show, as in Prometheus, and none takes
    the end of the recording for an outage.
    """
    if scraped is None:
        return covered
    ups = client.query(f"up[{scraped}ms]", at=covered.end).series
    missing = min((up.samples[-1][0] for up in ups), default=covered.end) + scraped / 1000
    return replace(covered, end=max(covered.end, missing))


def _parts(
    client: PrometheusClient, rule: Rule, expression: str, covered: Span
) -> Iterator[partial[list[_Result]]]:
    """Yield the queries, in the order of time, that give the rule's result over the whole time."""
    first, last = _evaluations(rule, covered)
    length = _STEPS * rule.interval
    for start in range(first, last + 1, length):
        end = min(start + length - rule.interval, last)
        yield partial(_ask, client, rule, expression, start, end)


def _evaluations(rule: Rule, covered: Span) -> tuple[int, int]:
    """Return the first and the last evaluation of a rule: multiples of its interval."""
    return (
        math.ceil(covered.start / rule.interval) * rule.interval,
        math.floor(covered.end / rule.interval) * rule.interval,
    )


def _ask(
    client: PrometheusClient, rule: Rule, expression: str, start: int, end: int
) -> list[_Result]:
    try:
        result = client.query_range(expression, start=start, end=end, step=rule.interval)
    except PrometheusError as error:
        raise ReplayError(
            f"{rule.name} cannot be evaluated from {start} to {end}: {error}\n{expression}"
        ) from error
    return [
        _Result(
            series.labels,
            array("d", (time for time, _ in series.samples)),
            array("d", (value for _, value in series.samples)),
        )
        for series in result.series
    ]


def _recorded(answers: Iterable[tuple[Rule, _Answer]]) -> Iterator[Sample]:
    for rule, answer in answers:
        if isinstance(rule, RecordingRule):
            for part in answer:
                for result in part.result():
                    series = _recorded_as(rule, result.labels)
                    for time, value in zip(result.times, result.values, strict=True):
                        yield Sample(series, value, time)


def _recorded_as(rule: RecordingRule, result: Mapping[str, str]) -> Series:
    labels = {name: value for name, value in result.items() if name != "__name__"}
    return Series.of(rule.record, {**labels, **rule.labels})


def _alerts(answers: Iterable[tuple[Rule, _Answer]], covered: Span) -> Iterator[_Alert]:
    for rule, answer in answers:
        if isinstance(rule, AlertingRule):
            active: dict[tuple[tuple[str, str], ...], list[int]] = {}
            for part in answer:
                for result in part.result():
                    labels = tuple(sorted(labelled(rule, result.labels).items()))
                    active.setdefault(labels, []).extend(map(int, result.times))
            _, last = _evaluations(rule, covered)
            for labels, times in active.items():
                yield _Alert(rule, dict(labels), tuple(episodes(rule, times, end=last)))


def _states(alerts: Iterable[_Alert], covered: Span) -> Iterator[Sample]:
    """Yield `ALERTS`, once even if two rules make the same alert."""
    times_of: dict[Series, set[int]] = {}
    for alert in alerts:
        _, last = _evaluations(alert.rule, covered)
        for state, time in states(alert.rule, alert.episodes, end=last):
            series = Series.of(ALERTS, {**alert.labels, ALERT_STATE: state})
            times_of.setdefault(series, set()).add(time)
    return (Sample(series, 1, time) for series, times in times_of.items() for time in times)
