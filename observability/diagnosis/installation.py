"""The cluster's Prometheus objects against ours: does one select us, and keep enough?"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from observability.diagnosis.finding import Finding, Level
from observability.diagnosis.server import retention_findings
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment, version

SELECTORS = ("serviceMonitor", "podMonitor", "rule")
DEFAULT_RETENTION = "24h"
"""What the Operator sets where the object says nothing."""


def selects(selector: Mapping[str, Any] | None, labels: Mapping[str, str]) -> bool:
    """Return whether a label selector selects an object; None selects nothing, {} everything."""
    if selector is None:
        return False
    wanted: Mapping[str, str] = selector.get("matchLabels") or {}
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    return all(
        _meets(requirement, labels) for requirement in selector.get("matchExpressions") or ()
    )


def _meets(requirement: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    value = labels.get(requirement["key"])
    match requirement["operator"]:
        case "In":
            return value in requirement["values"]
        case "NotIn":
            return value not in requirement["values"]
        case "Exists":
            return value is not None
        case _:
            return value is None


def installation_findings(
    prometheus: Mapping[str, Any], catalogue: Catalogue, environment: Environment
) -> Iterator[Finding]:
    """Return what keeps a Prometheus object from scraping and judging an environment."""
    metadata, spec = prometheus["metadata"], prometheus.get("spec", {})
    name = f"{metadata.get('namespace', '')}/{metadata['name']}"
    where = {"kubernetes.io/metadata.name": environment.namespace}
    for kind in SELECTORS:
        field = f"{kind}Selector"
        if not selects(spec.get(field), naming.object_labels(environment)):
            yield Finding(
                level=Level.ERROR,
                about=name,
                what=f"Its {field} {_shown(spec.get(field))} does not select our objects.",
                consequence="They are applied, and nothing comes of them.",
                cure=(
                    "Give the environment's monitoring the labels that it wants "
                    "(selector_labels), generate and apply."
                ),
            )
        field = f"{kind}NamespaceSelector"
        own = spec.get(field) is None and metadata.get("namespace") == environment.namespace
        if not own and not selects(spec.get(field), where):
            yield Finding(
                level=Level.ERROR,
                about=name,
                what=f"Its {field} {_shown(spec.get(field))} leaves {environment.namespace} out.",
                consequence="Our objects there are not looked at.",
                cure="Set it to {} on the Prometheus, or select the namespace by its label.",
            )
    yield from _account(name, spec, environment)
    yield from _version(name, spec, environment)
    longest = max((s.window for s in catalogue.promises(environment)), default=timedelta())
    yield from retention_findings(spec.get("retention", DEFAULT_RETENTION), longest)


def _shown(selector: object) -> str:
    return "(none)" if selector is None else str(selector)


def _account(name: str, spec: Mapping[str, Any], environment: Environment) -> Iterator[Finding]:
    account = spec.get("serviceAccountName", "default")
    if account != environment.monitoring.service_account:
        yield Finding(
            level=Level.ERROR,
            about=name,
            what=f"It runs as {account}; our RoleBinding is for "
            f"{environment.monitoring.service_account}.",
            consequence="Discovery may find no target, and says so in the log alone.",
            cure="Correct the environment's service_account, generate and apply.",
        )


def _version(name: str, spec: Mapping[str, Any], environment: Environment) -> Iterator[Finding]:
    said = str(spec.get("version", "")).removeprefix("v").partition("-")[0]
    oldest = environment.monitoring.prometheus_version
    if said and version(said) < version(oldest):
        yield Finding(
            level=Level.ERROR,
            about=name,
            what=f"It is Prometheus {said}; the environment says {oldest} is the oldest.",
            consequence="Fields that it does not know may have been generated.",
            cure="Correct the environment's prometheus_version, generate and apply.",
        )
    elif said and version(said)[0] > version(oldest)[0]:
        yield Finding(
            level=Level.WARNING,
            about=name,
            what=f"It is Prometheus {said}; the environment says {oldest}.",
            consequence="What a newer release needs may be missing, above all "
            "fallbackScrapeProtocol, without which Prometheus 3 refuses every scrape.",
            cure="Correct the environment's prometheus_version, generate and apply.",
        )
