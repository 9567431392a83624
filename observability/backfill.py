"""The ledger's rows of a time before its rules were loaded: the history of a new SLO.

The rules themselves cannot be backfilled at once: the bad row reads the valid row, and
`promtool tsdb create-blocks-from rules` shows no rule what another records. So both are counted
from raw series; at one evaluation that is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from observability.expressions import names
from observability.expressions.counting import counting
from observability.expressions.printing import render
from observability.expressions.promise import Promise
from observability.expressions.promql import Expression
from observability.model.windows import MINUTE, ROLLUP_SECONDS
from observability.prometheus.answers import require_complete
from observability.prometheus.client import PrometheusClient
from observability.recordings.series import Sample
from observability.recordings.series import Series as RecordedSeries

_MINUTE = MINUTE // timedelta(seconds=1)
_STEPS = 10_000
"""Prometheus refuses range queries of more than 11,000 steps."""


def history(
    prometheus: PrometheusClient, promise: Promise, times: tuple[int, int]
) -> Iterator[Sample]:
    """Yield an SLO's rows of a minute and of five, of start < time <= end in seconds of Unix time.

    Both are whole multiples of five minutes.

    Raises:
        PrometheusError: it could not be asked, or answered a part only.

    """
    counted = counting(promise.slo.sli, promise.scope)
    both = zip(
        (counted.valid, counted.bad),
        (names.VALID_MINUTE, names.BAD_MINUTE),
        (names.VALID_ROLLUP, names.BAD_ROLLUP),
        strict=True,
    )
    for expression, minute, rollup in both:
        rows = list(_evaluated(prometheus, expression, times))
        series = RecordedSeries.of(minute, promise.labels)
        yield from (Sample(series, value, time) for time, value in rows)
        series = RecordedSeries.of(rollup, promise.labels)
        yield from (Sample(series, value, time) for time, value in _rolled(rows))


def _evaluated(
    prometheus: PrometheusClient, expression: Expression, times: tuple[int, int]
) -> Iterator[tuple[float, float]]:
    promql, (start, end) = render(expression), times
    length = _STEPS * _MINUTE
    for first in range(start + _MINUTE, end + 1, length):
        last = min(first + length - _MINUTE, end)
        answer = prometheus.query_range(promql, start=first, end=last, step=_MINUTE)
        for series in require_complete(answer).series:
            yield from series.samples


def _rolled(rows: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    sums: dict[int, float] = defaultdict(float)
    for time, value in rows:
        sums[-(-int(time) // ROLLUP_SECONDS) * ROLLUP_SECONDS] += value
    yield from ((float(time), value) for time, value in sums.items())
