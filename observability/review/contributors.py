"""Who took the budget away: an SLO's bad events by operation, pod and the like.

The ledger aggregates these labels away, so the raw series are asked, minute by minute, and counted
as the ledger's rows are: where the series are still there, both agree to the event.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import isfinite

from observability.errors import PrometheusError
from observability.evaluation.rows import NO_ROWS
from observability.expressions.counting import contributing_labels, counting
from observability.expressions.promise import Promise, promises
from observability.expressions.promql import (
    Expression,
    Subquery,
    call,
)
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.slo import SLO
from observability.model.windows import MINUTE, SETTLED, exact_range
from observability.prometheus.client import PrometheusClient
from observability.review.ledger import Contributors, Ledger
from observability.review.period import Period, chunks
from observability.review.source import QueryRunner

_CHUNK = timedelta(days=3)
"""A Prometheus takes 50 million samples for one question: 4,320 minutes of some thousand series."""
_AT_ONCE = 2
"""Each question keeps one processor of a Prometheus busy, and others want theirs too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """An SLO's bad events of a minute, by labels, from raw series."""

    slo: SLO
    labels: tuple[str, ...]
    bad: Expression

    def over(self, length: timedelta) -> Expression:
        """Return the bad events of the minutes of a time up to now."""
        return call("sum_over_time", Subquery(self.bad, exact_range(length), MINUTE))


def _question(promise: Promise) -> _Question | None:
    slo = promise.slo
    labels = contributing_labels(slo.sli)
    if not labels:
        return None
    return _Question(slo=slo, labels=labels, bad=counting(slo.sli, promise.scope, by=labels).bad)


def with_contributors(
    prometheus: PrometheusClient,
    catalogue: Catalogue,
    environment: Environment,
    period: Period,
    ledger: Ledger,
) -> Ledger:
    """Return the ledger with the contributors of each SLO that counts events and has bad ones.

    A question for each such SLO and three days in which the ledger has bad events; how many does
    not grow with series. One that Prometheus cannot answer is said, and no error: the rest of the
    review stands without it.
    """
    start, reached = period.start.timestamp(), period.reached.timestamp()
    questions = [
        question
        for promise in promises(catalogue, environment)
        if ledger.rows.get(promise.slo.name, NO_ROWS).between(start, reached).bad
        and (question := _question(promise))
    ]
    runners = [QueryRunner(prometheus, environment) for _ in questions]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = [
            # Spans of another thread are below ours only in a copy of our context.
            pool.submit(
                copy_context().run, _contributors, runner, question, _busy(ledger, question, period)
            )
            for runner, question in zip(runners, questions, strict=True)
        ]
    warnings = (warning for runner in runners for warning in runner.warnings)
    return replace(
        ledger,
        contributors={
            question.slo.name: answer.result()
            for question, answer in zip(questions, answers, strict=True)
        },
        queries=ledger.queries + sum(runner.queries for runner in runners),
        warnings=tuple(dict.fromkeys((*ledger.warnings, *warnings))),
    )


def _busy(
    ledger: Ledger, question: _Question, period: Period
) -> tuple[tuple[datetime, datetime], ...]:
    """Return the parts of the period in which the ledger has bad events, from row to row."""
    rows = ledger.rows[question.slo.name]

    def counted_until(time: datetime) -> datetime:
        newest = rows.newest(time.timestamp())
        return time if newest is None else datetime.fromtimestamp(newest, UTC)

    return tuple(
        (counted_until(start), counted_until(end))
        for start, end in chunks(period.start, period.reached, _CHUNK)
        if rows.between(start.timestamp(), end.timestamp()).bad
    )


def _contributors(
    runner: QueryRunner, question: _Question, times: Sequence[tuple[datetime, datetime]]
) -> Contributors:
    events: Mapping[str, Counter[str]] = {label: Counter() for label in question.labels}
    total = 0
    try:
        for start, end in times:
            # The row of five minutes holds those of a minute that were settled by then.
            for series in runner.ask(question.over(end - start), end - SETTLED).series:
                value = series.samples[-1][1]
                # A counter that is NaN or infinite once says nothing of all these days.
                bad = max(0, round(value)) if isfinite(value) else 0
                total += bad
                for label, counter in events.items():
                    counter[series.labels.get(label, "")] += bad
    except PrometheusError as error:
        return Contributors(failure=str(error))
    return Contributors(
        total=total, events={label: dict(+counter) for label, counter in events.items()}
    )
