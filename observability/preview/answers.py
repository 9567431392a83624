"""Ask a Prometheus what Grafana would ask for a dashboard."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from observability.dashboards.reading import panels, substituted
from observability.prometheus.answers import QueryResult, ResultSeries
from observability.prometheus.client import PrometheusClient

Json = Mapping[str, Any]

_SECONDS = {"": 0, "1m": 60, "5m": 300}
"""The shortest steps that our panels ask for."""
SCRAPES_IN_A_RATE = 4
"""Grafana's $__rate_interval holds at least as many scrapes, and a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """The time that is asked for: from `start` to `end`, every `step`; in seconds."""

    start: float
    end: float
    step: int
    scrape_interval: int

    def variables(self) -> dict[str, str]:
        """Return Grafana's own variables for this time."""
        rate = max(self.step + self.scrape_interval, SCRAPES_IN_A_RATE * self.scrape_interval)
        return {
            "__interval": f"{self.step}s",
            "__rate_interval": f"{rate}s",
            "__url_time_range": f"from={int(self.start * 1000)}&to={int(self.end * 1000)}",
        }


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """A query of a panel, as it was asked, and its answer."""

    target: Json
    expression: str
    result: QueryResult

    def legend(self, series: ResultSeries) -> str:
        """Return the name of a series: its legend with labels filled in."""
        form = self.target.get("legendFormat") or ""
        if not form:
            return ", ".join(f"{k}={v}" for k, v in series.labels.items() if k != "__name__")
        for label, value in series.labels.items():
            form = form.replace(f"{{{{{label}}}}}", value)
        return str(form)


@dataclass(frozen=True, slots=True)
class PanelAnswer:
    """A panel, and the answers of all its queries."""

    panel: Json
    queries: tuple[QueryAnswer, ...]

    @property
    def has_data(self) -> bool:
        """Whether any query gave a series."""
        return any(query.result.series for query in self.queries)


def variables_of(dashboard: Json, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a dashboard's variables: the chosen ones, else their defaults."""
    values = {}
    for variable in dashboard["templating"]["list"]:
        default = str(variable.get("current", {}).get("value", ""))
        values[variable["name"]] = variable.get("allValue", "") if default == "$__all" else default
    return values | {name: value for name, value in chosen.items() if name in values}


def answers(
    dashboard: Json, prometheus: PrometheusClient, time: Time, values: Mapping[str, str]
) -> Iterator[PanelAnswer]:
    """Yield the answers of all panels, in their order.

    Raises:
        PrometheusError: a query is refused.

    """
    for panel in panels(dashboard):
        yield PanelAnswer(panel, tuple(_query_answers(panel, prometheus, time, values)))


def step_of(panel: Json, time: Time) -> int:
    """Return the step of a panel in seconds: that of the time, or its own if that is longer."""
    return max(time.step, _SECONDS[panel.get("interval", "")])


def _query_answers(
    panel: Json, prometheus: PrometheusClient, time: Time, values: Mapping[str, str]
) -> Iterable[QueryAnswer]:
    time = replace(time, step=step_of(panel, time))
    for target in panel.get("targets", []):
        expression = substituted(target["expr"], {**values, **time.variables()})
        if target.get("instant"):
            result = prometheus.query(expression, at=time.end)
        else:
            # Steps lie on whole multiples, as Grafana aligns them.
            start = time.start - time.start % time.step
            result = prometheus.query_range(expression, start=start, end=time.end, step=time.step)
        yield QueryAnswer(target, expression, result)
