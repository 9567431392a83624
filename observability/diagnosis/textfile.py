"""What the doctor leaves for node-exporter's textfile collector."""

from collections import Counter
from collections.abc import Iterable, Sequence

from observability.diagnosis.finding import Finding, Level
from observability.diagnosis.readiness import Readiness, SLOReadiness
from observability.telemetry import Gauge


def gauges(
    findings: Iterable[Finding], states: Sequence[SLOReadiness], *, finished: float, seconds: float
) -> tuple[Gauge, ...]:
    """Return the metrics of a run that looked at all that it was to.

    Args:
        findings: what was found.
        states: of every SLO, or none if no metrics were looked at: then nothing is said of them.
        finished: when, in seconds of Unix time.
        seconds: how long the run took.

    """
    levels = Counter(finding.level for finding in findings)
    by_state = Counter(slo.state for slo in states)
    run = (
        Gauge(
            name="last_success_timestamp_seconds",
            help="When the doctor last looked at all that it was to.",
            value=finished,
        ),
        Gauge(name="duration_seconds", help="How long it took.", value=seconds),
        Gauge(
            name="findings",
            help="Findings by level.",
            by="level",
            value={str(level): levels[level] for level in Level},
        ),
    )
    if not states:
        return run
    slos = {str(state): by_state[state] for state in Readiness}
    return (*run, Gauge(name="slos", help="SLOs by state.", by="state", value=slos))
