"""Recorded series as input: rows of an SLO's ledger, and of other SLOs and environments."""

from collections.abc import Iterable, Sequence

from observability.alerts.recording import ledger, period, rollup
from observability.evaluation.rows import Events
from observability.expressions import names
from observability.expressions.budget import OF_FIVE_MINUTES, OF_MINUTES, Ledger
from observability.expressions.names import COMPONENT_LABEL, ENVIRONMENT_LABEL, SLO_LABEL
from observability.proofs.builder import CaseBuilder
from observability.proofs.notation import Gap, Sample
from observability.proofs.series import InputSeries, gauge

_OTHERS = ({SLO_LABEL: "another"}, {ENVIRONMENT_LABEL: "elsewhere"})
_BEFORE_A_MOVE = {COMPONENT_LABEL: "another"}
_ROLLED_UP = (OF_MINUTES.valid, OF_MINUTES.bad, names.OBJECTIVE)
"""What the roll-up reads under any component: an SLO that moved had these rows."""


def recorded_series(
    build: CaseBuilder, name: str, samples: Iterable[Sample], **other: str
) -> InputSeries:
    """Return a recorded series of the SLO, or with other labels."""
    return gauge(name, build.promise.labels | other, samples)


def ledger_rows(
    build: CaseBuilder, ledger: Ledger, rows: Sequence[Events | None]
) -> list[InputSeries]:
    """Return rows of a ledger as its two series; None is a step without a row."""
    return [
        recorded_series(build, name, (Gap.NOTHING if row is None else row[of] for row in rows))
        for of, name in enumerate((ledger.valid, ledger.bad))
    ]


def recorded_names(build: CaseBuilder) -> tuple[str, ...]:
    """Return the names of all series that an SLO's two groups record."""
    rules = (*ledger(build.promise), *rollup(build.promise), *period(build.promise))
    return tuple(rule.record for rule in rules)


def others(build: CaseBuilder, of: Iterable[str], samples: Sequence[Sample]) -> list[InputSeries]:
    """Return series of these names with these samples, of another SLO, environment, component."""
    return [
        recorded_series(build, name, samples, **other)
        for name in of
        for other in (*_OTHERS, *_moved(build, name))
    ]


def _moved(build: CaseBuilder, name: str) -> Iterable[dict[str, str]]:
    if build.ledger is OF_FIVE_MINUTES and name in _ROLLED_UP:
        return ()
    return (_BEFORE_A_MOVE,)
