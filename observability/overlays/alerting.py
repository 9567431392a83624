"""Whom an alert reaches: Alertmanager's routes by severity, and which alert silences which.

The Operator narrows the routes and the inhibitions of an AlertmanagerConfig to alerts whose
`namespace` is the object's own, which is why every alert says its environment's namespace.
"""

from observability.model import naming
from observability.model.burn_rate import Severity
from observability.model.environment import Environment
from observability.model.system import System

Matcher = dict[str, str]

PAGE, TICKET, NOBODY = "page", "ticket", "nobody"
"""The receivers, which are also the keys of the Secret with their webhooks (nobody has none)."""


def alertmanager_config(environment: Environment) -> dict[str, object]:
    """Return the AlertmanagerConfig of an environment; one that never pages has no pager at all."""
    receiver_names = (PAGE, TICKET) if environment.pages else (TICKET,)
    receivers: list[dict[str, object]] = [
        {"name": name, "webhookConfigs": [_webhook(environment, name)]} for name in receiver_names
    ]
    return {
        "apiVersion": "monitoring.coreos.com/v1alpha1",
        "kind": "AlertmanagerConfig",
        "metadata": {
            "name": naming.object_name(environment.system),
            "namespace": environment.namespace,
            "labels": naming.object_labels(environment),
        },
        "spec": {
            "route": _route(environment),
            "inhibitRules": _inhibitions(environment.system),
            "receivers": [*receivers, {"name": NOBODY}],
        },
    }


def _webhook(environment: Environment, key: str) -> dict[str, object]:
    secret = {"name": naming.receivers_secret(environment), "key": key}
    return {"urlSecret": secret, "sendResolved": True}


def _matcher(name: str, match: str, value: str) -> Matcher:
    return {"name": name, "matchType": match, "value": str(value)}


def _route(environment: Environment) -> dict[str, object]:
    # `none` is of kube-prometheus's own InfoInhibitor, which takes our namespace from our info.
    info = _matcher("severity", "=~", f"{Severity.INFO}|none")
    routes: list[dict[str, object]] = [{"matchers": [info], "receiver": NOBODY}]
    if environment.pages:
        critical = _matcher("severity", "=", Severity.CRITICAL)
        # What waits for upstream is not trusted yet, whatever its final severity.
        trusted = _matcher("status", "!=", "waiting")
        page: dict[str, object] = {
            "matchers": [critical, trusted],
            "receiver": PAGE,
            # One incident is one call: what else pages meanwhile is news of the same.
            "groupBy": ["namespace"],
            "groupWait": "30s",
            "repeatInterval": "4h",
        }
        routes.append(page)
    return {
        "receiver": TICKET,
        "groupBy": ["alertname"],
        "groupWait": "1m",
        "groupInterval": "5m",
        "repeatInterval": "1d",
        "routes": routes,
    }


def _inhibitions(system: System) -> list[dict[str, object]]:
    outage, target_down, not_counted = (
        naming.alert(system, name)
        for name in (naming.OUTAGE, naming.TARGET_DOWN, naming.NOT_COUNTED)
    )
    critical = _matcher("severity", "=", Severity.CRITICAL)
    lesser = _matcher("severity", "=~", f"{Severity.WARNING}|{Severity.INFO}")
    return [
        # A page of an SLO makes its tickets superfluous, and no other SLO's. Two alerts without
        # the label would count as equal, so both sides must have it.
        {
            "sourceMatch": [critical, _matcher("slo", "=~", ".+")],
            "targetMatch": [lesser, _matcher("slo", "=~", ".+")],
            "equal": ["namespace", "slo"],
        },
        # The same for the other alerts, by their name.
        {
            "sourceMatch": [critical, _matcher("slo", "=", "")],
            "targetMatch": [lesser, _matcher("slo", "=", "")],
            "equal": ["namespace", "alertname", "component"],
        },
        # An outage is the page of targets that are all down.
        {
            "sourceMatch": [_matcher("alertname", "=", outage)],
            "targetMatch": [_matcher("alertname", "=", target_down)],
            "equal": ["namespace", "component"],
        },
        # Targets that are down explain why an SLO of theirs is not counted.
        {
            "sourceMatch": [_matcher("alertname", "=", target_down)],
            "targetMatch": [_matcher("alertname", "=~", not_counted)],
            "equal": ["namespace", "component"],
        },
    ]
