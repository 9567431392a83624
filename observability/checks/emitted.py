"""The rules and panels in emitted files: read from the artefacts, whatever made them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from observability.artefact import Artefact
from observability.dashboards.reading import targets
from observability.expressions.names import ENVIRONMENT_LABEL, SEVERITY_LABEL, SLO_LABEL
from observability.model.environment import Environment

_DURATION_VARIABLE = re.compile(r"\$__(rate_interval|interval|range)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as Prometheus will read it, or a panel's query as Grafana will send it.

    One of `series`, which is recorded, `alert` and `panel` is its name.
    """

    path: str
    made_from: str
    group: str
    series: str | None
    alert: str | None
    panel: str | None = None
    expression: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]

    @property
    def title(self) -> str:
        """The rule's name, with its SLO or group; it does not name the environment."""
        place = self.slo or self.group.replace(f":{self.environment}:", ":")
        return f"{place}: {self.series or self.alert or self.panel}"

    @property
    def slo(self) -> str | None:
        """The SLO that it belongs to, if any."""
        return self.labels.get(SLO_LABEL)

    @property
    def environment(self) -> str | None:
        """The environment that it is for, if it says so."""
        return self.labels.get(ENVIRONMENT_LABEL)

    @property
    def severity(self) -> str | None:
        """An alert's severity."""
        return self.labels.get(SEVERITY_LABEL)


def is_prometheus_rule(artefact: Artefact) -> bool:
    """Return whether the artefact is a PrometheusRule."""
    return isinstance(artefact.body, dict) and artefact.body.get("kind") == "PrometheusRule"


def is_plain(artefact: Artefact) -> bool:
    """Return whether the artefact is a file of rules as Prometheus itself reads it."""
    return isinstance(artefact.body, dict) and "groups" in artefact.body


def groups(artefact: Artefact) -> list[dict[str, Any]]:
    """Return the groups of a PrometheusRule or of a plain file of rules; of another file, none."""
    body: Any = artefact.body
    if is_prometheus_rule(artefact):
        rule_groups: list[dict[str, Any]] = body["spec"]["groups"]
        return rule_groups
    return body["groups"] if is_plain(artefact) else []


def sent(expression: str, environment: Environment) -> str:
    """Return a panel's query as sent for an environment; other variables stay, as label values."""
    expression = expression.replace("$environment", environment.name)
    expression = expression.replace("$namespace", environment.namespace)
    return _DURATION_VARIABLE.sub("5m", expression)


def panels(artefacts: Iterable[Artefact], environment: Environment) -> Iterator[Rule]:
    """Yield the queries of the dashboards among the artefacts, as sent for an environment."""
    for artefact in artefacts:
        body: Any = artefact.body
        if not artefact.path.endswith(".json") or not isinstance(body, dict):
            continue
        for panel, target in targets(body):
            yield Rule(
                path=artefact.path,
                made_from=artefact.made_from,
                group=str(body.get("title")),
                series=None,
                alert=None,
                panel=str(panel.get("title")),
                expression=sent(target["expr"], environment),
                labels={ENVIRONMENT_LABEL: environment.name},
                annotations={},
            )


def rules(artefacts: Iterable[Artefact]) -> Iterator[Rule]:
    """Yield the rules of the artefacts, in their order."""
    for artefact in artefacts:
        for group in groups(artefact):
            for rule in group["rules"]:
                yield Rule(
                    path=artefact.path,
                    made_from=artefact.made_from,
                    group=group["name"],
                    series=rule.get("record"),
                    alert=rule.get("alert"),
                    expression=rule["expr"],
                    labels=rule.get("labels", {}),
                    annotations=rule.get("annotations", {}),
                )
