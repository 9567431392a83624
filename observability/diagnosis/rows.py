"""The rows that a Prometheus has recorded: which SLOs' cannot be right."""

from collections.abc import Iterator

from observability.diagnosis.finding import Finding, Level
from observability.expressions import names
from observability.expressions.budget import contradicts
from observability.expressions.printing import render
from observability.expressions.promql import Expression, equals
from observability.expressions.scope import Recorded
from observability.expressions.telemetry import rules_doubled
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.prometheus.client import PrometheusClient


def row_findings(
    client: PrometheusClient, catalogue: Catalogue, environment: Environment
) -> Iterator[Finding]:
    """Return which SLOs' counters contradict each other, and which SLOs are counted twice."""
    of = Recorded(equals(**{names.ENVIRONMENT_LABEL: environment.name}))
    floors = {slo.name: slo.policy.min_bad_events for slo in catalogue.slos}
    for slo, excess in _by_slo(client, contradicts(of, min(floors.values(), default=1))):
        if excess >= floors.get(slo, 0):
            yield Finding(
                level=Level.ERROR,
                about=slo,
                what=f"{excess:.0f} bad events of an hour are above the valid ones, or below 0.",
                consequence="Its counters contradict each other, and its budget is wrong.",
                cure=_read(environment, naming.CONTRADICTED),
            )
    for slo, times in _by_slo(client, rules_doubled(environment)):
        yield Finding(
            level=Level.ERROR,
            about=slo,
            what=f"It has {times:.2g} times the rows that it should have.",
            consequence="Two groups count the same events, and its figures are wrong.",
            cure=_read(environment, naming.RULES_DOUBLED),
        )


def _by_slo(client: PrometheusClient, of: Expression) -> list[tuple[str, float]]:
    answer = client.query(render(of)).series
    return sorted((each.labels[names.SLO_LABEL], each.samples[-1][1]) for each in answer)


def _read(environment: Environment, alert: str) -> str:
    return f"Read runbooks/{naming.alert(environment.system, alert)}.md."
