"""Exposed metrics as input: what the system shows for given rows, and what alerts read besides."""

from collections.abc import Sequence
from fractions import Fraction

from observability.evaluation.rows import Events
from observability.expressions import names
from observability.model.burn_rate import Basis
from observability.proofs.builder import CaseBuilder
from observability.proofs.recorded import recorded_series
from observability.proofs.series import InputSeries
from observability.proofs.traffic import traffic

BRIDGED = 7
"""Failed scrapes of a minute that are bridged: more than half of what can be."""
AWAY = 11
"""Failed scrapes of a minute that are too many to be bridged."""


def inputs(
    build: CaseBuilder, rows: Sequence[Events], budget: Fraction | None = None
) -> list[InputSeries]:
    """Return what makes the group count `rows`, with the period's budget where alerts read it."""
    series = traffic(build.slo.sli, build.scope, rows)
    if build.slo.policy.basis is Basis.EVENTS:
        events = build.budget_events if budget is None else budget
        series.append(recorded_series(build, names.BUDGET_EVENTS, [int(events)] * len(rows)))
    return series
