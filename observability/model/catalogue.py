"""All definitions together: what `generate` is handed."""

from collections import Counter
from dataclasses import dataclass, replace

from observability.model.component import Component
from observability.model.environment import Environment
from observability.model.errors import DefinitionError
from observability.model.metric import Metric
from observability.model.slo import SLO
from observability.model.target import ScrapeTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Metrics, targets, SLOs and environments, each named once."""

    metrics: tuple[Metric, ...]
    targets: tuple[ScrapeTarget, ...]
    slos: tuple[SLO, ...]
    environments: tuple[Environment, ...]

    def __post_init__(self) -> None:
        """Refuse two things of one name: one would silently replace the other."""
        for kind, names in (
            ("metric", [metric.name for metric in self.metrics]),
            ("target", [str(target.component) for target in self.targets]),
            ("SLO", [slo.name for slo in self.slos]),
            ("environment", [environment.name for environment in self.environments]),
        ):
            twice = sorted(name for name, count in Counter(names).items() if count > 1)
            if twice:
                raise DefinitionError(f"two {kind}s are named {', '.join(twice)}: rename one")
        targets = {target.component for target in self.targets}
        for slo in self.slos:
            if slo.component not in targets:
                raise DefinitionError(f"{slo.name}: no scrape target for {slo.component} is listed")
        for environment in self.environments:
            for name in (*environment.objectives, *environment.windows):
                self.slo(name)

    def target(self, component: Component) -> ScrapeTarget:
        """Return the scrape target of `component`."""
        return next(target for target in self.targets if target.component is component)

    def slo(self, name: str) -> SLO:
        """Return the SLO `name`, or say which there are."""
        for slo in self.slos:
            if slo.name == name:
                return slo
        raise DefinitionError(
            f"there is no SLO {name!r}; there are: {', '.join(s.name for s in self.slos)}"
        )

    def promises(self, environment: Environment) -> tuple[SLO, ...]:
        """Return the SLOs as they hold in `environment`."""
        return tuple(
            replace(
                slo,
                objective=environment.objectives.get(slo.name, slo.objective),
                window=environment.windows.get(slo.name, slo.window),
            )
            for slo in self.slos
        )

    def environment(self, name: str) -> Environment:
        """Return the environment `name`, or say which there are."""
        for environment in self.environments:
            if environment.name == name:
                return environment
        raise DefinitionError(
            f"there is no environment {name!r}; "
            f"there are: {', '.join(e.name for e in self.environments)}"
        )
