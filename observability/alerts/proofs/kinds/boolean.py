"""The cases of a gauge that must add up to one value: who is running, and who was last seen."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from observability.alerts.proofs.case import Case
from observability.alerts.proofs.exposed import inputs
from observability.alerts.proofs.notation import Gap
from observability.alerts.proofs.stage import Stage
from observability.alerts.proofs.traffic import (
    DEAD,
    Reads,
    neighbours,
    up,
)
from observability.evaluation.rows import Events
from observability.expressions import names
from observability.model.metric import MatchOp
from observability.model.sli import BooleanSLI


def _too_few(stage: Stage, sli: BooleanSLI) -> Case:
    """The other side of a sum that must be right: here it is too low, elsewhere too high."""
    rows = [stage.start, *stage.healthy(10)]
    nobody = [
        replace(s, samples=(sli.value - 1 if s.target == 0 else 0,) * len(rows))
        for s in inputs(stage, rows)
        if s.name == sli.gauge.metric.name and s.target != DEAD
    ]
    return Case(
        name=f"a sum below {sli.value} is as bad as one above it",
        series=[*nobody, *(up(stage.scope, s.target, len(rows)) for s in nobody)],
        samples=stage.rows_at([(1, 1)] * 11, 10),
    )


def _none_running(stage: Stage) -> Case:
    """The last values of dead targets linger; a target that is up says nothing."""
    rows = [stage.start, *stage.burning(10, Fraction(1))]
    series = [s for s in inputs(stage, rows) if s.reads is Reads.GAUGE and s.target != DEAD]
    dead = [replace(up(stage.scope, s.target, len(rows)), samples=(0,) * len(rows)) for s in series]
    return Case(
        name="what no running target says is no row, whatever dead ones said last",
        series=[
            *series,
            *dead,
            up(stage.scope, 9, len(rows)),
            *neighbours(stage.slo.sli, stage.scope, len(rows)),
        ],
        samples=[stage.nothing(names.VALID_MINUTE, 10), stage.nothing(names.BAD_MINUTE, 10)],
    )


def _unscraped(stage: Stage, sli: BooleanSLI) -> Case:
    """The value has moved to target 1, which is then not scraped but was seen."""
    moved, at = 5, 8
    rows: list[Events] = [stage.start, *stage.healthy(15)]
    of_others = neighbours(stage.slo.sli, stage.scope, len(rows))
    series = []
    for s in inputs(stage, rows):
        if s.target == DEAD:
            continue
        if s.reads is Reads.GAUGE:
            early, late = (sli.value, 0) if s.target == 0 else (0, sli.value)
            values = (*[early] * moved, *[late] * (len(rows) - moved))
            series.append(replace(s, samples=values))
        else:
            series.append(s)
    gone = [
        replace(
            s,
            samples=(*s.samples[:at], *[0 if s.reads is Reads.UP else Gap.NOTHING] * 8),
        )
        if s.target == 1
        else s
        for s in series
    ]
    return Case(
        name="what is not scraped counts as last seen for five minutes, and then not",
        series=[*gone, *of_others],
        samples=stage.rows_at([*rows[: at + 5], *[(1, 1)] * 3], at, at + 1, at + 3, at + 5),
    )


def _up_elsewhere(stage: Stage) -> Case:
    rows = [stage.start, *stage.healthy(10)]
    return Case(
        name="a dead target is dead, although one of its address is up elsewhere",
        series=[
            *inputs(stage, rows),
            up(replace(stage.scope, job="other"), DEAD, len(rows)),
            up(replace(stage.scope, namespace="elsewhere"), DEAD, len(rows)),
        ],
        samples=stage.rows_at(rows, 1, 2),
    )


def boolean_cases(stage: Stage, sli: BooleanSLI) -> Iterator[Case]:
    """Return the cases of an SLI that is true or false each minute."""
    yield from (_too_few(stage, sli), _none_running(stage), _up_elsewhere(stage))
    if sli.bad_when is not MatchOp.EQUAL:
        yield _unscraped(stage, sli)
