"""The cases of an SLO's period figures, over its whole window.

Their input are rows of the roll-up, and the group is evaluated every four days only: 28 days at
five minutes are 8,064 evaluations, each over as many rows. The tiers' windows of days are proven
here too, for the same reason.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

from observability.alerts.recording import info_labels
from observability.evaluation.rows import Events
from observability.expressions import names
from observability.expressions.budget import OF_FIVE_MINUTES, OF_MINUTES
from observability.expressions.promise import Promise
from observability.model.windows import CATCH_UP, MINUTE, ROLLUP
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case
from observability.proofs.notation import Gap
from observability.proofs.recorded import (
    ledger_rows,
    others,
    recorded_names,
    recorded_series,
)
from observability.proofs.tiers import tier_cases

EVALUATION = timedelta(days=4)
"""More than the longest window of a tier: one evaluation sees all of it."""
_STEPS = EVALUATION // ROLLUP
"""Rows of the roll-up between two evaluations."""
_MOST = 8_640
"""Rows of a window at most, those of 30 days: promtool reads no more than 10,000 samples."""


def _thinned(rows: Sequence[Events], steps: int) -> list[Events | None]:
    """Return the rows, or only each second, third, … where a window of `steps` has too many.

    The newest row and the one just before its window are kept.
    """
    each = next(each for each in count(-(-steps // _MOST)) if steps % each == 0)
    newest = len(rows) - 1
    return [row if (newest - at) % each == 0 else None for at, row in enumerate(rows)]


def _whole_window(build: CaseBuilder) -> Case:
    """Rows for the window and four days more; the row before it and those of its start are bad."""
    steps = build.slo.window // ROLLUP
    before: list[Events | None] = [None] * (-steps % _STEPS)
    window = _thinned([(90, 90), *[(8, 8)] * _STEPS, *[(8, 0)] * (steps - _STEPS)], steps)
    rows = [*before, *window, *[(8, 0)] * _STEPS]
    full = len(before) + steps
    held = [row for row in window[1:] if row is not None]
    valid, bad = (sum(events) for events in zip(*held, strict=True))
    ratio, budget = bad / valid, float(build.slo.budget)
    # Each row holds four minutes of its five, and the one before the window more than it could.
    coverage = len(held) * 4 / (steps * 5)
    minutes = [Gap.NOTHING if row is None else 60 if row == (90, 90) else 4 for row in rows]
    return Case(
        name="the period holds exactly the SLO's window, and its budget is what the rows leave",
        interval=ROLLUP,
        series=[
            *ledger_rows(build, OF_FIVE_MINUTES, rows),
            recorded_series(build, names.MINUTES_ROLLUP, minutes),
            *others(build, recorded_names(build), (1,) * len(rows)),
        ],
        samples=[
            build.value(names.VALID_PERIOD, valid, full),
            build.value(names.BAD_PERIOD, bad, full),
            build.value(names.ERROR_RATIO_PERIOD, ratio, full),
            build.value(names.COVERAGE, coverage, full),
            build.value(names.BUDGET_REMAINING, 1 - ratio / budget, full),
            build.value(names.BUDGET_EVENTS, budget * (valid / coverage), full),
            build.value(names.OBJECTIVE, float(build.slo.objective), full),
            build.value(names.PERIOD, build.slo.window.total_seconds(), full),
            build.value(names.INFO, 1, full, **info_labels(build.promise)),
            build.value(names.BAD_PERIOD, 0, full + _STEPS),
            build.value(names.BUDGET_REMAINING, 1, full + _STEPS),
        ],
    )


def _part_of_window(build: CaseBuilder) -> Case:
    """History of four days: coverage says so, and the budget in events is the whole window's."""
    steps = build.slo.window // ROLLUP
    rows: list[Events | None] = [None] + [(10, 0)] * _STEPS
    valid_rows, bad_rows = ledger_rows(build, OF_FIVE_MINUTES, rows)
    coverage, valid = _STEPS / steps, 10 * _STEPS
    return Case(
        name="four days of history are PARTIAL: the budget in events is not four days' worth",
        interval=ROLLUP,
        # What is known is what valid events are known of.
        series=[valid_rows, replace(bad_rows, samples=(0,) * len(rows))],
        samples=[
            build.value(names.VALID_PERIOD, valid, _STEPS),
            build.value(names.COVERAGE, coverage, _STEPS),
            build.value(names.BUDGET_EVENTS, float(build.slo.budget) * (valid / coverage), _STEPS),
        ],
    )


def _one_event(build: CaseBuilder) -> Case:
    return Case(
        name="one valid event in the period is enough for its figures",
        interval=ROLLUP,
        series=ledger_rows(build, OF_FIVE_MINUTES, [None, (1, 1), *[(0, 0)] * (_STEPS - 1)]),
        samples=[
            build.value(names.VALID_PERIOD, 1, _STEPS),
            build.value(names.ERROR_RATIO_PERIOD, 1, _STEPS),
        ],
    )


def _missed_evaluations(build: CaseBuilder) -> Case:
    """Rows of a minute before two evaluations, and one evaluation before the first in between.

    The row that is n minutes old when the group is evaluated is of n + 10 events, n of them bad.
    """
    missed, most = 3 * ROLLUP // MINUTE, CATCH_UP // MINUTE
    old = EVALUATION // MINUTE
    ages = [*range(old, 0, -1), *range(old, -1, -1)]
    is_there = [age <= most + missed for age in ages]
    minutes = [
        (age + 10, age) if there else None for age, there in zip(ages, is_there, strict=True)
    ]
    objective = float(build.slo.objective)
    evaluated = [objective if at == old - missed else Gap.NOTHING for at in range(len(ages))]
    theirs = [1 if there else Gap.NOTHING for there in is_there]
    names_read = (OF_MINUTES.valid, OF_MINUTES.bad, names.OBJECTIVE)
    held = {1: range(1, missed + 1), 2: range(1, most + 1)}
    return Case(
        name="the roll-up holds the minutes since its last evaluation, and 40 of them at most",
        interval=MINUTE,
        series=[
            *ledger_rows(build, OF_MINUTES, minutes),
            recorded_series(build, names.OBJECTIVE, evaluated),
            *others(build, names_read, theirs),
        ],
        samples=[
            build.value(name, value, at * _STEPS)
            for at, ages_held in held.items()
            for name, value in (
                (names.VALID_ROLLUP, sum(ages_held) + 10 * len(ages_held)),
                (names.BAD_ROLLUP, sum(ages_held)),
                (names.MINUTES_ROLLUP, len(ages_held)),
            )
        ],
    )


def window_cases(promise: Promise) -> list[Case]:
    """Return the cases of an SLO's period figures and of its tickets."""
    build = CaseBuilder(
        promise=promise,
        ledger=OF_FIVE_MINUTES,
        step=ROLLUP,
        evaluated=_STEPS,
    )
    return [
        _whole_window(build),
        _part_of_window(build),
        _one_event(build),
        _missed_evaluations(build),
        *tier_cases(build),
    ]
