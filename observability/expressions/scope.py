"""Where an expression looks: the namespace, job and size of one component in one environment."""

from dataclasses import dataclass
from datetime import timedelta

from observability.expressions.promql import Series, equals
from observability.model import naming
from observability.model.environment import Environment
from observability.model.metric import Matcher, Selector
from observability.model.target import ScrapeTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The targets of a component in an environment.

    `workload` is the name of what makes the pods, with which their names begin; `declared` is how
    many there should be, `sample_limit` how many samples each may expose.
    """

    environment: str
    component: str
    namespace: str
    job: str
    workload: str
    declared: int
    sample_limit: int
    scrape_interval: timedelta
    late: timedelta
    """How long after a sample's time its scrape has ended for sure;
    0 for a panel, which shows what there is."""

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """What every selector of raw series must say."""
        return equals(job=self.job, namespace=self.namespace)

    def series(self, selector: Selector, suffix: str = "", *extra: Matcher) -> Series:
        """Return the selector's series (`suffix` _count, _bucket) within this scope."""
        return Series(
            selector.metric.name + suffix, self.matchers + selector.matchers + tuple(extra)
        )

    @property
    def up(self) -> Series:
        """The `up` of this scope's targets."""
        return Series("up", self.matchers)


def scope(environment: Environment, target: ScrapeTarget) -> Scope:
    """Return the scope of a target in an environment."""
    return Scope(
        environment=environment.name,
        component=str(target.component),
        namespace=environment.namespace,
        job=naming.job(environment.system, target.component),
        workload=naming.object_name(environment.system, target.component.name),
        declared=environment.replicas.get(target.component, target.replicas),
        sample_limit=target.sample_limit,
        scrape_interval=environment.monitoring.scrape_interval,
        late=environment.monitoring.late,
    )


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recorded series of the SLOs that have some labels: call it with a series' name."""

    matchers: tuple[Matcher, ...]

    def __call__(self, name: str, *more: Matcher) -> Series:
        """Return the series of that name, of those SLOs; `more` narrows it further."""
        return Series(name, self.matchers + more)

    def narrowed(self, *more: Matcher) -> "Recorded":
        """Return the recorded series of fewer SLOs."""
        return Recorded(self.matchers + more)
