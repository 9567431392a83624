"""Every name that a system's alerts, rules, dashboards and objects get: no other place makes one.

The names of recorded series and of labels in PromQL are the same for every system: see
`expressions.names`.
"""

from observability.model.cause import Cause
from observability.model.component import Component
from observability.model.environment import Environment
from observability.model.slo import SLO
from observability.model.system import System

# ---------------------------------------------------------------- alerts

DATA_MISSING = "SLODataMissing"
IDLE = "SLOIdle"
NOT_COUNTED = "SLO(DataMissing|Idle)"
"""Both of them, as a regular expression."""
CONTRADICTED = "SLOContradicted"
TRAFFIC_STOPPED = "TrafficStopped"
OUTAGE = "Outage"
TARGET_DOWN = "TargetDown"
SCRAPE_LIMIT_NEAR = "ScrapeLimitNear"
RULES_FAILING = "RulesFailing"
RULES_LATE = "RulesLate"
RULES_DOUBLED = "RulesDoubled"


def _camel(words: list[str]) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words)


def alert(system: System, name: str) -> str:
    """Return the name of an alert: `Shop` and `TargetDown` in one word."""
    return _camel(system.title.split()) + name


def burn_alert(system: System, slo: SLO) -> str:
    """Return the name that an SLO's page and ticket share, so that the page inhibits the ticket."""
    return alert(system, _camel((slo.alert_family or slo.name).split("-")))


def cause_alert(system: System, cause: Cause) -> str:
    """Return the name of a cause's alert."""
    return alert(system, _camel((cause.alert_family or cause.name).split("-")))


# ---------------------------------------------------------------- rules


def group(system: System, environment: str, *parts: str) -> str:
    """Return the name of a rule group, like `shop:prod:orders-accepted`."""
    return ":".join((system.name, environment, *parts))


def any_group(system: System, environment: str) -> str:
    """Return the regular expression of the `rule_group` label of all our groups."""
    return f".*;{group(system, environment, '.*')}"


def job(system: System, component: Component) -> str:
    """Return the `job` that our monitors give to a component's targets."""
    return object_name(system, component.name)


# ---------------------------------------------------------------- dashboards


def overview(system: System) -> str:
    """Return the uid of the dashboard of all SLOs."""
    return object_name(system, "overview")


def slo_detail(system: System) -> str:
    """Return the uid of the dashboard of any one SLO."""
    return object_name(system, "slo")


def component_page(system: System, component: str) -> str:
    """Return the uid of a component's dashboard; `component` may be a variable of Grafana."""
    return object_name(system, component)


def page_title(system: System, page: str) -> str:
    """Return the title of a dashboard."""
    return f"{system.title} / {page}"


def dashboards_folder(environment: Environment) -> str:
    """Return Grafana's folder of our dashboards."""
    return environment.dashboards_folder or environment.system.title


# ---------------------------------------------------------------- objects of Kubernetes


def object_name(system: System, *parts: str) -> str:
    """Return the name of an object: the system's name and what else there is to say."""
    return "-".join((system.name, *parts))


def field_manager(system: System) -> str:
    """Return who we are to the API server: fields that others set stay theirs."""
    return object_name(system, "observability")


def receivers_secret(environment: Environment) -> str:
    """Return the name of the Secret that holds the receivers' webhooks."""
    return environment.receivers_secret or object_name(environment.system, "receivers")


def managed_by(system: System) -> dict[str, str]:
    """Return the labels by which a cluster's objects are known to be ours."""
    return {
        "app.kubernetes.io/managed-by": field_manager(system),
        "app.kubernetes.io/part-of": system.name,
    }


def environment_label(system: System) -> str:
    """Return the label that tells our objects of one environment from another's in a cluster."""
    return f"observability.{system.domain}/environment"


def object_labels(environment: Environment) -> dict[str, str]:
    """Return the labels of an environment's objects: ours, and those that the stack selects by."""
    own = {environment_label(environment.system): environment.name}
    return managed_by(environment.system) | own | dict(environment.monitoring.selector_labels)
