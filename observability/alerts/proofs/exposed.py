"""Exposed metrics as input: what the system shows for given rows, and what alerts read besides."""

from collections.abc import Sequence
from fractions import Fraction

from observability.alerts.proofs.recorded import recorded_series
from observability.alerts.proofs.stage import Stage
from observability.alerts.proofs.traffic import (
    InputSeries,
    traffic,
)
from observability.evaluation.rows import Events
from observability.expressions import names
from observability.model.burn_rate import Basis

BRIDGED = 7
"""Failed scrapes of a minute that are bridged: more than half of what can be."""
AWAY = 11
"""Failed scrapes of a minute that are too many to be bridged."""


def inputs(
    stage: Stage, rows: Sequence[Events], budget: Fraction | None = None
) -> list[InputSeries]:
    """Return what makes the group count `rows`, with the period's budget where alerts read it."""
    series = traffic(stage.slo.sli, stage.scope, rows)
    if stage.slo.policy.basis is Basis.EVENTS:
        events = stage.budget_events if budget is None else budget
        series.append(recorded_series(stage, names.BUDGET_EVENTS, [int(events)] * len(rows)))
    return series
