"""An SLO as it holds in one environment: what rules and their proofs are made for."""

from dataclasses import dataclass

from observability.expressions.names import COMPONENT_LABEL, ENVIRONMENT_LABEL, SLO_LABEL
from observability.expressions.promql import equals
from observability.expressions.scope import Recorded, Scope, scope
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.slo import SLO


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An SLO, the environment in which it holds, and the targets there that it is about."""

    slo: SLO
    environment: Environment
    scope: Scope

    @property
    def labels(self) -> dict[str, str]:
        """The labels that every series and alert of the SLO carries."""
        return {
            COMPONENT_LABEL: str(self.slo.component),
            ENVIRONMENT_LABEL: self.environment.name,
            SLO_LABEL: self.slo.name,
        }

    @property
    def recorded(self) -> Recorded:
        """The series that the SLO's rules record.

        The component is one of their labels: where an SLO moves to another, old rows would be a
        second series, and no sum over both has one result.
        """
        return Recorded(equals(**self.labels))

    @property
    def of_any_component(self) -> Recorded:
        """The same series of whichever component: those of before the SLO moved, too."""
        labels = {name: value for name, value in self.labels.items() if name != COMPONENT_LABEL}
        return Recorded(equals(**labels))

    @property
    def alert(self) -> str:
        """The name of its burn-rate alerts."""
        return naming.burn_alert(self.environment.system, self.slo)


def promise(catalogue: Catalogue, slo: SLO, environment: Environment) -> Promise:
    """Return the promise of an SLO in an environment (`slo` is one of those that hold there)."""
    where = scope(environment, catalogue.target(slo.component))
    return Promise(slo=slo, environment=environment, scope=where)


def promises(catalogue: Catalogue, environment: Environment) -> tuple[Promise, ...]:
    """Return the promises that hold in an environment."""
    return tuple(promise(catalogue, slo, environment) for slo in catalogue.promises(environment))
