"""All definitions together: what `generate` is handed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from observability.errors import DefinitionError
from observability.model import kubernetes, prometheus
from observability.model.burn_rate import BurnRatePolicy
from observability.model.cause import Cause
from observability.model.component import Component
from observability.model.environment import Environment
from observability.model.metric import Metric
from observability.model.origin import remember
from observability.model.panel import Dashboard
from observability.model.review import ErrorBudgetPolicy, ReviewInputs
from observability.model.slo import SLO
from observability.model.system import System
from observability.model.target import ScrapeTarget
from observability.model.upstream import UpstreamChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A system's metrics, targets, SLOs and environments, each named once."""

    system: System
    metrics: tuple[Metric, ...]
    targets: tuple[ScrapeTarget, ...]
    slos: tuple[SLO, ...]
    environments: tuple[Environment, ...]
    primary: Environment
    """The environment that is meant where none is named: its rules are proven and previewed, and
    recordings are taken to be of it."""
    error_budget_policy: ErrorBudgetPolicy
    """What follows when a budget is spent; dashboards and reviews call the same SLOs at risk."""
    reviews: Mapping[str, ReviewInputs] = field(default_factory=dict)
    """What people brought to reviews, by environment, or by recording without its suffixes."""
    policies: tuple[BurnRatePolicy, ...] = ()
    """The burn-rate policies that may be asked for by name, besides those of the SLOs."""
    upstream: tuple[UpstreamChange, ...] = ()
    """What the observed system must change, beyond single metrics."""
    dashboards: tuple[Dashboard, ...] = ()
    causes: tuple[Cause, ...] = ()
    """What else alerts, beside promises: see `model.cause`."""
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Refuse two things of one name, and things that speak of what is not there."""
        remember(self)
        self._check_unique()
        self._refuse_other_systems()
        self._check_references()

    def _check_unique(self) -> None:
        """One of two would silently replace the other."""
        for kind, names in (
            ("metric", [metric.name for metric in self.metrics]),
            ("target", [str(target.component) for target in self.targets]),
            ("SLO", [slo.name for slo in self.slos]),
            ("cause", [cause.name for cause in self.causes]),
            ("environment", [environment.name for environment in self.environments]),
            ("dashboard", [str(dashboard.component) for dashboard in self.dashboards]),
        ):
            twice = sorted(name for name, count in Counter(names).items() if count > 1)
            if twice:
                raise DefinitionError(f"two {kind}s are named {', '.join(twice)}: rename one")

    def _refuse_other_systems(self) -> None:
        if self.primary not in self.environments:
            raise DefinitionError(
                f"primary: the environment {self.primary.name} is not among the catalogue's: "
                f"{', '.join(e.name for e in self.environments) or 'there are none'}"
            )
        for environment in self.environments:
            if environment.system != self.system:
                raise DefinitionError(
                    f"environment {environment.name} is of the system {environment.system.name}, "
                    f"and the catalogue of {self.system.name}: give both the same one"
                )
        speakers = [
            *(target.component for target in self.targets),
            *(component for metric in self.metrics for component in metric.components),
        ]
        for component in speakers:
            if component not in self.system.components:
                raise DefinitionError(
                    f"the system {self.system.name} has no component {component}: list it there"
                )

    def _check_references(self) -> None:
        targets = {target.component for target in self.targets}
        speakers = [
            *((slo.name, slo.component) for slo in self.slos),
            *((f"dashboard of {d.component}", d.component) for d in self.dashboards),
            *((cause.name, component) for cause in self.causes for component in cause.components),
        ]
        for speaker, component in speakers:
            if component not in targets:
                raise DefinitionError(f"{speaker}: no scrape target for {component} is listed")
        known = {metric.name for metric in self.known_metrics}
        read = [
            *(
                (f"dashboard of {d.component}: {panel.title}", metric.name)
                for d in self.dashboards
                for panel in d.panels
                for metric in panel.metrics
            ),
            *((cause.name, metric.name) for cause in self.causes for metric in cause.metrics),
        ]
        for speaker, name in read:
            if name not in known:
                raise DefinitionError(f"{speaker}: {name} is not among the catalogue's metrics")
        for cause in self.causes:
            for component in cause.asks_presence_of:
                if self.target(component).workload is None:
                    raise DefinitionError(
                        f"{cause.name}: nobody knows what makes the pods of {component}: give its "
                        "scrape target a workload=, like Workload.DEPLOYMENT"
                    )
        for environment in self.environments:
            for name in (*environment.objectives, *environment.windows):
                self.slo(name)

    @property
    def known_metrics(self) -> tuple[Metric, ...]:
        """The metrics of the system, and those of every system."""
        return (*prometheus.METRICS, *kubernetes.METRICS, *self.metrics)

    def inputs(self, name: str) -> ReviewInputs:
        """Return what people brought to reviews of an environment or recording, if anything."""
        return self.reviews.get(name, ReviewInputs())

    @property
    def known_policies(self) -> tuple[BurnRatePolicy, ...]:
        """The burn-rate policies of the SLOs, and those that may be asked for by name."""
        policies = (*(slo.policy for slo in self.slos), *self.policies)
        return tuple({policy.name: policy for policy in policies}.values())

    def policy(self, name: str) -> BurnRatePolicy:
        """Return the burn-rate policy `name`, or say which there are."""
        known = {policy.name: policy for policy in self.known_policies}
        if name not in known:
            raise DefinitionError(
                f"there is no policy {name!r}; there are: {', '.join(sorted(known))}"
            )
        return known[name]

    def target(self, component: Component) -> ScrapeTarget:
        """Return the scrape target of `component`."""
        return next(target for target in self.targets if target.component == component)

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
