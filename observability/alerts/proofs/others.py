"""Recorded series of another SLO and of another environment: all bad, and none of ours."""

from collections.abc import Iterable, Sequence

from observability.alerts.proofs.notation import Sample
from observability.alerts.proofs.stage import Stage
from observability.alerts.proofs.traffic import InputSeries, Reads
from observability.alerts.recording import ledger, period, rollup
from observability.expressions.names import ENVIRONMENT_LABEL, SLO_LABEL
from observability.expressions.scope import labels

_OTHERS = ({SLO_LABEL: "another"}, {ENVIRONMENT_LABEL: "elsewhere"})


def recorded(stage: Stage) -> tuple[str, ...]:
    """Return the names of all series that an SLO's two groups record."""
    slo, environment = stage.slo, stage.environment
    rules = (
        *ledger(slo, environment, stage.scope),
        *rollup(slo, environment),
        *period(slo, environment),
    )
    return tuple(rule.record for rule in rules)


def others(stage: Stage, names: Iterable[str], samples: Sequence[Sample]) -> list[InputSeries]:
    """Return series of these names with these samples, of another SLO and another environment."""
    return [
        InputSeries(
            name=name,
            labels=tuple(sorted((labels(stage.slo, stage.environment) | other).items())),
            target=-1,
            reads=Reads.GAUGE,
            samples=tuple(samples),
        )
        for name in names
        for other in _OTHERS
    ]
