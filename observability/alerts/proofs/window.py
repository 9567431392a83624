"""The cases of an SLO's period figures, over its whole window.

Their input are rows of the roll-up, and the group is evaluated twice a day only: 28 days at five
minutes are 8,064 evaluations, each over as many rows.
"""

from collections.abc import Sequence
from datetime import timedelta

from observability.alerts.proofs.case import Case
from observability.alerts.proofs.notation import Gap
from observability.alerts.proofs.rows import Row
from observability.alerts.proofs.stage import Stage
from observability.alerts.proofs.traffic import InputSeries, Reads
from observability.alerts.recording import info_labels
from observability.expressions import names
from observability.expressions.budget import OF_FIVE_MINUTES, ROLLUP
from observability.expressions.scope import Scope, labels
from observability.model.environment import Environment
from observability.model.slo import SLO

EVALUATION = timedelta(hours=12)
_STEPS = EVALUATION // ROLLUP
"""Rows of the roll-up between two evaluations."""


def _inputs(stage: Stage, rows: Sequence[Row | None]) -> list[InputSeries]:
    return [
        InputSeries(
            name=name,
            labels=tuple(sorted(labels(stage.slo, stage.environment).items())),
            target=-1,
            reads=Reads.GAUGE,
            samples=tuple(Gap.NOTHING if row is None else row[of] for row in rows),
        )
        for of, name in enumerate((OF_FIVE_MINUTES.valid, OF_FIVE_MINUTES.bad))
    ]


def _whole_window(stage: Stage) -> Case:
    """Rows for the window and half a day more; the row before it and those of its start are bad."""
    steps = stage.slo.window // ROLLUP
    rows: list[Row] = [(90, 90)] + [(8, 8)] * _STEPS + [(8, 0)] * steps
    valid, bad = 8 * steps, 8 * _STEPS
    ratio, budget = bad / valid, float(stage.slo.budget)
    return Case(
        name="the period holds exactly the SLO's window, and its budget is what the rows leave",
        interval=ROLLUP,
        series=_inputs(stage, rows),
        samples=[
            stage.value(names.VALID_PERIOD, valid, steps),
            stage.value(names.BAD_PERIOD, bad, steps),
            stage.value(names.ERROR_RATIO_PERIOD, ratio, steps),
            stage.value(names.COVERAGE, 1, steps),
            stage.value(names.BUDGET_REMAINING, 1 - ratio / budget, steps),
            stage.value(names.BUDGET_EVENTS, budget * valid, steps),
            stage.value(names.OBJECTIVE, float(stage.slo.objective), steps),
            stage.value(names.PERIOD, stage.slo.window.total_seconds(), steps),
            stage.value(names.INFO, 1, steps, **info_labels(stage.slo, stage.environment)),
            stage.value(names.VALID_PERIOD, valid, steps + _STEPS),
            stage.value(names.BAD_PERIOD, 0, steps + _STEPS),
            stage.value(names.BUDGET_REMAINING, 1, steps + _STEPS),
        ],
    )


def _part_of_window(stage: Stage) -> Case:
    """History of half a day: coverage says so, and the budget in events is the whole window's."""
    steps = stage.slo.window // ROLLUP
    rows: list[Row | None] = [None] + [(10, 0)] * _STEPS
    coverage, valid = _STEPS / steps, 10 * _STEPS
    return Case(
        name="half a day of history is PARTIAL: the budget in events is not half a day's worth",
        interval=ROLLUP,
        series=_inputs(stage, rows),
        samples=[
            stage.value(names.VALID_PERIOD, valid, _STEPS),
            stage.value(names.COVERAGE, coverage, _STEPS),
            stage.value(names.BUDGET_EVENTS, float(stage.slo.budget) * (valid / coverage), _STEPS),
        ],
    )


def window_cases(slo: SLO, environment: Environment, scope: Scope) -> list[Case]:
    """Return the cases of an SLO's period figures."""
    stage = Stage(
        slo=slo, environment=environment, scope=scope, ledger=OF_FIVE_MINUTES, step=ROLLUP
    )
    return [_whole_window(stage), _part_of_window(stage)]
