"""Read the ledger from a Prometheus: a handful of queries, whatever the number of raw series.

The rows are asked for as they were recorded (a range of the instant query, not a range query, which
would repeat a row after a missed evaluation). A month is one question, for valid and for bad rows.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from observability.errors import ReviewError
from observability.evaluation.burns import look_back, minutes_read
from observability.evaluation.firings import Firing, fired
from observability.evaluation.rows import NO_ROWS, Row, Rows
from observability.expressions import names
from observability.expressions.printing import render
from observability.expressions.promql import Expression, Series, equals
from observability.model import naming
from observability.model.environment import Environment
from observability.model.metric import Matcher, MatchOp
from observability.model.slo import SLO
from observability.model.windows import MINUTE, ROLLUP, exact_range
from observability.prometheus.answers import QueryResult, ResultSeries
from observability.prometheus.client import PrometheusClient
from observability.review.ledger import Ledger, RejectedRows
from observability.review.period import Period, chunks
from observability.telemetry import span

SETTLE = timedelta(minutes=2)
"""A scrape shows events up to an interval later, and the next row counts them."""
_CHUNK = timedelta(days=31)
_ALERTS_BEFORE = timedelta(days=3)
"""An alert that fires when the period begins may have begun before."""
_APART = timedelta(days=2).total_seconds()
"""Times that are closer are asked for at once: a question more costs more than their rows."""
_EVALUATION = 60.0
"""How often a rule is evaluated, if nothing tells."""
_MISSED = 2
"""So many intervals without a sample are an evaluation that was missed; after more it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A time, and the SLOs whose rows of a minute are wanted for it."""

    start: datetime
    end: datetime
    slos: tuple[str, ...]


@dataclass(slots=True)
class QueryRunner:
    """Asks, and keeps count of how often and of what Prometheus warned of."""

    prometheus: PrometheusClient
    environment: Environment
    queries: int = 0
    warnings: dict[str, None] = field(default_factory=dict)

    def rows(
        self, name: str, start: datetime, end: datetime, *matchers: Matcher
    ) -> tuple[ResultSeries, ...]:
        """Return the recorded samples of start < time <= end."""
        series = Series(
            name,
            (*equals(**{names.ENVIRONMENT_LABEL: self.environment.name}), *matchers),
            over=exact_range(end - start),
        )
        return self.ask(series, end).series

    def ask(self, expression: Expression, at: datetime) -> QueryResult:
        """Return the answer to one question."""
        promql = render(expression)
        with span("query", promql=promql):
            answer = self.prometheus.query(promql, at=at.timestamp())
        self.queries += 1
        self.warnings.update(dict.fromkeys(answer.warnings))
        return answer


def read_ledger(  # noqa: PLR0913  what is asked, of whom, and what to call it
    prometheus: PrometheusClient,
    environment: Environment,
    period: Period,
    slos: Sequence[SLO],
    windows: Sequence[Window],
    *,
    source: str,
) -> Ledger:
    """Return the ledger of an environment for a period.

    Args:
        prometheus: whom to ask.
        environment: whose rows.
        period: the period; of the rows before it, those are read that the windows of its first
            hours and the SLOs' own windows at its end hold.
        slos: the SLOs as they hold there.
        windows: times for which the rows of a minute are wanted, besides those in which an alert
            that reads them may have fired.
        source: what to call the Prometheus in the review.

    Raises:
        ReviewError: there is not a single row.
        PrometheusError: it could not be asked.

    """
    runner = QueryRunner(prometheus, environment)
    begin = min(
        (min(period.start - look_back(slo), period.reached - slo.window) for slo in slos),
        default=period.start,
    )
    times = tuple(chunks(begin, period.reached, _CHUNK))
    valid = _gathered(runner.rows(names.VALID_ROLLUP, *time) for time in times)
    bad = _gathered(runner.rows(names.BAD_ROLLUP, *time) for time in times)
    minutes_held = _gathered(runner.rows(names.MINUTES_ROLLUP, *time) for time in times)
    rows, rejected_rows = paired(valid, bad, minutes_held)
    start, reached = period.start.timestamp(), period.reached.timestamp()
    if not any(slo_rows.between(start, reached).rows for slo_rows in rows.values()):
        raise ReviewError(
            f"{source} holds no row {names.VALID_ROLLUP}"
            f'{{{names.ENVIRONMENT_LABEL}="{environment.name}"}} between '
            f"{period.start:%Y-%m-%d %H:%M} and {period.reached:%Y-%m-%d %H:%M} UTC: are the rules "
            "of alerts/ loaded there, and does its retention reach so far back?"
        )
    minutes: dict[str, list[Row]] = defaultdict(list)
    for window in (*_within(windows, period), *_burning(slos, rows, period)):
        of = Matcher(names.SLO_LABEL, MatchOp.REGEX, "|".join(sorted(window.slos)))
        minute_rows, _ = paired(
            _gathered([runner.rows(names.VALID_MINUTE, window.start, window.end, of)]),
            _gathered([runner.rows(names.BAD_MINUTE, window.start, window.end, of)]),
            each=MINUTE,
        )
        for slo, slo_rows in minute_rows.items():
            minutes[slo] += slo_rows.within(0, math.inf)
    ours = Matcher("alertname", MatchOp.REGEX, naming.alert(environment.system, ".*"))
    newest = max(slo_rows.times[-1] for slo_rows in rows.values() if slo_rows.times)
    alerts = [
        runner.rows("ALERTS", *time, _FIRING, ours)
        for time in chunks(period.start - _ALERTS_BEFORE, period.reached, _CHUNK)
    ]
    return Ledger(
        rows=rows,
        minutes={slo: Rows.of(minute_rows) for slo, minute_rows in minutes.items()},
        firings=tuple(_firings(alerts, start, min(reached, newest))),
        rejected_rows=rejected_rows,
        source=source,
        queries=runner.queries,
        warnings=tuple(runner.warnings),
    )


def _within(windows: Sequence[Window], period: Period) -> Iterator[Window]:
    """Yield the parts of some times that are of the period, and what a scrape shows after them."""
    for window in windows:
        start, end = max(window.start, period.start), min(window.end + SETTLE, period.reached)
        if start < end:
            yield replace(window, start=start, end=end)


def _burning(slos: Sequence[SLO], rows: Mapping[str, Rows], period: Period) -> Iterator[Window]:
    """Yield the times in which an alert on rows of a minute may have fired, of all SLOs at once."""
    start, end = period.start.timestamp(), period.reached.timestamp()
    spans = sorted(
        (*span, slo.name)
        for slo in slos
        for span in minutes_read(slo, rows.get(slo.name, NO_ROWS), start, end)
    )
    together: list[tuple[float, float, set[str]]] = []
    for begin, until, slo in spans:
        if together and begin <= together[-1][1] + _APART:
            first, last, named = together[-1]
            together[-1] = (first, max(last, until), named | {slo})
        else:
            together.append((begin, until, {slo}))
    for begin, until, named in together:
        for part in chunks(
            datetime.fromtimestamp(begin, UTC),
            datetime.fromtimestamp(min(until, end), UTC),
            _CHUNK,
        ):
            yield Window(start=part[0], end=part[1], slos=tuple(sorted(named)))


_FIRING = Matcher("alertstate", MatchOp.EQUAL, "firing")

Samples = dict[float, float]


def _gathered(
    answers: Iterable[Sequence[ResultSeries]],
) -> dict[str, list[Samples]]:
    """Return the samples by SLO; several series of one SLO stay apart."""
    samples_of: dict[str, dict[tuple[tuple[str, str], ...], Samples]] = defaultdict(dict)
    for series in answers:
        for each in series:
            slo = each.labels.get(names.SLO_LABEL, "")
            key = tuple(sorted(each.labels.items()))
            samples_of[slo].setdefault(key, {}).update(each.samples)
    return {slo: [each[key] for key in sorted(each)] for slo, each in samples_of.items()}


def paired(
    valid: Mapping[str, Sequence[Samples]],
    bad: Mapping[str, Sequence[Samples]],
    minutes: Mapping[str, Sequence[Samples]] = MappingProxyType({}),
    *,
    each: timedelta = ROLLUP,
) -> tuple[dict[str, Rows], dict[str, RejectedRows]]:
    """Return the rows that are proper pairs, and how many were left out, by SLO.

    A row whose minutes are not recorded holds `each`.
    """
    rows, rejected_rows = {}, {}
    for slo in sorted({*valid, *bad}):
        of_valid, of_bad, held = (of.get(slo, ()) for of in (valid, bad, minutes))
        whole, failed = (series[0] if series else {} for series in (of_valid, of_bad))
        lengths = dict.fromkeys(whole, each / MINUTE) | (held[0] if held else {})
        pairs, left_out = _pairs(whole, failed, lengths)
        rows[slo] = Rows.of(pairs)
        duplicate_series = max(len(of_valid), len(of_bad)) - 1
        if left_out or duplicate_series:
            rejected_rows[slo] = RejectedRows(**left_out, duplicate_series=duplicate_series)
    return rows, rejected_rows


def _pairs(valid: Samples, bad: Samples, minutes: Samples) -> tuple[list[Row], Counter[str]]:
    """Return the rows that are whole pairs; a row alone may be out of bounds, since they add up."""
    pairs, left_out = [], Counter[str]()
    for time in valid.keys() | bad.keys():
        both = valid.get(time), bad.get(time)
        if both[0] is None or both[1] is None:
            left_out["unpaired"] += 1
        elif not all(value.is_integer() for value in both if value is not None):
            left_out["not_whole"] += 1
        else:
            pairs.append(Row(time, int(both[0]), int(both[1]), int(minutes[time])))
    return pairs, left_out


def _firings(
    answers: Iterable[Sequence[ResultSeries]], start: float, end: float
) -> Iterator[Firing]:
    """Yield when alerts fired, from the samples that Prometheus writes while they do.

    Those that still fired at the end are not resolved: rules were not evaluated after it.
    """
    times: dict[tuple[tuple[str, str], ...], list[float]] = defaultdict(list)
    for series in answers:
        for each in series:
            times[tuple(sorted(each.labels.items()))] += [time for time, _ in each.samples]
    for key in sorted(times):
        labels, ordered = _of_alert(key), sorted(times[key])
        # Alerts of long windows are evaluated every five minutes, others every minute.
        step = min((b - a for a, b in pairwise(ordered)), default=_EVALUATION)
        for first, last in _runs(ordered, _MISSED * step):
            if last > start:
                yield fired(
                    labels,
                    firing_at=first,
                    resolved_at=None if last > end - _MISSED * step else last + step,
                )


def _of_alert(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the labels of an alert, without those that `ALERTS` adds."""
    return {name: value for name, value in labels if name not in {"__name__", "alertstate"}}


def _runs(times: Sequence[float], longest: float) -> Iterator[tuple[float, float]]:
    first = before = None
    for time in times:
        if first is None or before is None:
            first = time
        elif time - before > longest:
            yield first, before
            first = time
        before = time
    if first is not None and before is not None:
        yield first, before
