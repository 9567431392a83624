"""The cases of an SLO's period figures, over its whole window.

Their input are rows of the roll-up, and the group is evaluated every four days only: 28 days at
five minutes are 8,064 evaluations, each over as many rows. The tiers' windows of days are proven
here too, for the same reason.
"""

from dataclasses import replace
from datetime import timedelta

from observability.alerts.proofs.case import Case
from observability.alerts.proofs.recorded import ledger_rows, others, recorded_names
from observability.alerts.proofs.rows import Row
from observability.alerts.proofs.stage import Stage
from observability.alerts.proofs.tiers import tier_cases
from observability.alerts.recording import info_labels
from observability.expressions import names
from observability.expressions.budget import OF_FIVE_MINUTES, ROLLUP
from observability.expressions.scope import Scope
from observability.model.environment import Environment
from observability.model.slo import SLO

EVALUATION = timedelta(days=4)
"""More than the longest window of a tier: one evaluation sees all of it."""
_STEPS = EVALUATION // ROLLUP
"""Rows of the roll-up between two evaluations."""


def _whole_window(stage: Stage) -> Case:
    """Rows for the window and four days more; the row before it and those of its start are bad."""
    steps = stage.slo.window // ROLLUP
    before: list[Row | None] = [None] * (-steps % _STEPS)
    rows = [*before, (90, 90), *[(8, 8)] * _STEPS, *[(8, 0)] * steps]
    full = len(before) + steps
    valid, bad = 8 * steps, 8 * _STEPS
    ratio, budget = bad / valid, float(stage.slo.budget)
    return Case(
        name="the period holds exactly the SLO's window, and its budget is what the rows leave",
        interval=ROLLUP,
        series=[
            *ledger_rows(stage, OF_FIVE_MINUTES, rows),
            *others(stage, recorded_names(stage), (1,) * len(rows)),
        ],
        samples=[
            stage.value(names.VALID_PERIOD, valid, full),
            stage.value(names.BAD_PERIOD, bad, full),
            stage.value(names.ERROR_RATIO_PERIOD, ratio, full),
            stage.value(names.COVERAGE, 1, full),
            stage.value(names.BUDGET_REMAINING, 1 - ratio / budget, full),
            stage.value(names.BUDGET_EVENTS, budget * valid, full),
            stage.value(names.OBJECTIVE, float(stage.slo.objective), full),
            stage.value(names.PERIOD, stage.slo.window.total_seconds(), full),
            stage.value(names.INFO, 1, full, **info_labels(stage.slo, stage.environment)),
            stage.value(names.VALID_PERIOD, valid, full + _STEPS),
            stage.value(names.BAD_PERIOD, 0, full + _STEPS),
            stage.value(names.BUDGET_REMAINING, 1, full + _STEPS),
        ],
    )


def _part_of_window(stage: Stage) -> Case:
    """History of four days: coverage says so, and the budget in events is the whole window's."""
    steps = stage.slo.window // ROLLUP
    rows: list[Row | None] = [None] + [(10, 0)] * _STEPS
    valid_rows, bad_rows = ledger_rows(stage, OF_FIVE_MINUTES, rows)
    coverage, valid = _STEPS / steps, 10 * _STEPS
    return Case(
        name="four days of history are PARTIAL: the budget in events is not four days' worth",
        interval=ROLLUP,
        # What is known is what valid events are known of.
        series=[valid_rows, replace(bad_rows, samples=(0,) * len(rows))],
        samples=[
            stage.value(names.VALID_PERIOD, valid, _STEPS),
            stage.value(names.COVERAGE, coverage, _STEPS),
            stage.value(names.BUDGET_EVENTS, float(stage.slo.budget) * (valid / coverage), _STEPS),
        ],
    )


def _one_event(stage: Stage) -> Case:
    return Case(
        name="one valid event in the period is enough for its figures",
        interval=ROLLUP,
        series=ledger_rows(stage, OF_FIVE_MINUTES, [None, (1, 1), *[(0, 0)] * (_STEPS - 1)]),
        samples=[
            stage.value(names.VALID_PERIOD, 1, _STEPS),
            stage.value(names.ERROR_RATIO_PERIOD, 1, _STEPS),
        ],
    )


def window_cases(slo: SLO, environment: Environment, scope: Scope) -> list[Case]:
    """Return the cases of an SLO's period figures and of its tickets."""
    stage = Stage(
        slo=slo,
        environment=environment,
        scope=scope,
        ledger=OF_FIVE_MINUTES,
        step=ROLLUP,
        evaluated=_STEPS,
    )
    return [_whole_window(stage), _part_of_window(stage), _one_event(stage), *tier_cases(stage)]
