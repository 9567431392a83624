"""The recording rules of an SLO: the ledger, its roll-up, error ratios and the period's figures."""

from collections.abc import Mapping
from datetime import timedelta

from observability.alerts.rules import RecordingRule
from observability.expressions import names
from observability.expressions.budget import (
    OF_FIVE_MINUTES,
    OF_MINUTES,
    Ledger,
    budget_events,
    budget_remaining,
    coverage,
    divided,
    error_ratio,
    events,
    excess,
    excess_of_period,
    ledger_of,
    rolled_up,
)
from observability.expressions.counting import counting
from observability.expressions.promise import Promise
from observability.expressions.promql import Expression, call, duration, number
from observability.model.slo import SLO


def _windows(slo: SLO, ledger: Ledger) -> tuple[timedelta, ...]:
    windows = {
        window
        for tier in slo.policy.tiers
        if ledger_of(tier.long_window) is ledger
        for window in (tier.long_window, tier.short_window)
    }
    return tuple(sorted(windows))


def _error_ratios(ledger: Ledger, promise: Promise) -> tuple[RecordingRule, ...]:
    return tuple(
        RecordingRule(
            record=ledger.error_ratio(window),
            expression=error_ratio(promise.recorded, window, ledger),
            labels=promise.labels,
        )
        for window in _windows(promise.slo, ledger)
    )


def ledger(promise: Promise) -> tuple[RecordingRule, ...]:
    """Return the rules of the one-minute group: valid row, bad row, error ratios of its tiers."""
    counted = counting(promise.slo.sli, promise.scope, promise.recorded(names.VALID_MINUTE))
    rows = (
        RecordingRule(record=names.VALID_MINUTE, expression=counted.valid, labels=promise.labels),
        RecordingRule(record=names.BAD_MINUTE, expression=counted.bad, labels=promise.labels),
    )
    return rows + _error_ratios(OF_MINUTES, promise)


def rollup(promise: Promise) -> tuple[RecordingRule, ...]:
    """Return the first rules of the five-minute group: five-minute rows, longer error ratios."""
    of, of_any = promise.recorded, promise.of_any_component
    rows = tuple(
        RecordingRule(record=record, expression=expression, labels=promise.labels)
        for record, expression in (
            (names.VALID_ROLLUP, rolled_up(of_any, names.VALID_MINUTE)),
            (names.BAD_ROLLUP, rolled_up(of_any, names.BAD_MINUTE)),
            (names.MINUTES_ROLLUP, rolled_up(of_any, names.VALID_MINUTE, "count_over_time")),
            (names.EXCESS_HOUR, excess(of)),
        )
    )
    return rows + _error_ratios(OF_FIVE_MINUTES, promise)


def _status(slo: SLO) -> str:
    if not slo.can_be_judged:
        return names.PLANNED
    return names.LIVE if slo.is_live else names.WAITING


def info_labels(promise: Promise) -> dict[str, str]:
    """Return what is said of an SLO in words: the labels of its info series."""
    slo, environment = promise.slo, promise.environment
    return {
        "namespace": environment.namespace,
        "objective": f"{(slo.objective * 100).normalize():f}%",
        "owner": slo.owner,
        "policy": slo.policy.name,
        "runbook_url": f"{environment.runbooks_url}/{promise.alert}.md",
        names.STATUS_LABEL: _status(slo),
        "window": duration(slo.window),
    }


def period(promise: Promise) -> tuple[RecordingRule, ...]:
    """Return the period's figures, in the order in which each needs those before it.

    A retired SLO has none but its objective, by which the roll-up knows its own evaluations.
    """

    def record(
        name: str, expression: Expression, more: Mapping[str, str] | None = None
    ) -> RecordingRule:
        return RecordingRule(
            record=name,
            expression=expression,
            labels=promise.labels | dict(more or {}),
        )

    slo, of = promise.slo, promise.recorded
    objective = record(names.OBJECTIVE, call("vector", number(slo.objective)))
    if slo.retired:
        return (objective,)
    return (
        record(names.VALID_PERIOD, events(of(names.VALID_ROLLUP), slo.window)),
        record(names.BAD_PERIOD, events(of(names.BAD_ROLLUP), slo.window)),
        record(names.EXCESS_PERIOD, excess_of_period(of, slo.window)),
        record(
            names.ERROR_RATIO_PERIOD,
            divided(of(names.BAD_PERIOD), of(names.VALID_PERIOD)),
        ),
        record(names.COVERAGE, coverage(of, slo.window)),
        record(names.BUDGET_REMAINING, budget_remaining(of, slo.budget)),
        record(names.BUDGET_EVENTS, budget_events(of, slo.budget)),
        objective,
        record(names.PERIOD, call("vector", number(slo.window // timedelta(seconds=1)))),
        record(
            names.INFO,
            call("vector", number(1)),
            info_labels(promise),
        ),
    )
