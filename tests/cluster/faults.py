"""Invalid objects: each of ours with one fault put into it."""

import copy
from dataclasses import dataclass
from typing import Any

import yaml

from tests.cluster.emitted import emitted

RULES = ("PrometheusRule", "gitstratum-rules")
LEDGER = ("PrometheusRule", "gitstratum-frontend-slos")
MONITOR = ("ServiceMonitor", "gitstratum-frontend")
POLICY = ("NetworkPolicy", "gitstratum-frontend-scrape")
ROUTES = ("AlertmanagerConfig", "gitstratum")
ROLE = ("Role", "gitstratum-prometheus-discovery")
BINDING = ("RoleBinding", "gitstratum-prometheus-discovery")
CONFIG_MAP: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {
        "name": "gitstratum-dashboard",
        "namespace": "monitoring",
        "labels": {"grafana_dashboard": "1"},
    },
    "data": {"dashboard.json": "{}"},
}

Path = str
"""Where the fault is: keys and indices joined by `/`, from the root."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what, in which object, where, and the value; no value removes what is there."""

    what: str
    of: tuple[str, str]
    where: Path
    value: object = None


TWICE = object()
"""Stands for a copy of the first item of a list, at its end."""

RULE = "spec/groups/0/rules/0"
RECORD = "spec/groups/1/rules/0"
ENDPOINT = "spec/endpoints/0"
RELABEL = f"{ENDPOINT}/relabelings/1"
INGRESS = "spec/ingress/0"
BLOCK = {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}
MAP = ("ConfigMap", "gitstratum-dashboard")

FAULTS = (
    # The structure of a PrometheusRule, which the API server knows.
    Fault("a rule has an unknown field", RULES, f"{RULE}/severity", "critical"),
    Fault("a field is misspelt", RULES, "spec/group", []),
    Fault("rules are no list", RULES, "spec/groups/0/rules", {}),
    Fault("a group has no name", RULES, "spec/groups/0/name"),
    Fault("a rule's label is a number", RULES, f"{RULE}/labels/severity", 1),
    Fault("an annotation is a number", RULES, f"{RULE}/annotations/summary", 1),
    Fault("an interval is in words", RULES, "spec/groups/0/interval", "2 minutes"),
    Fault("an interval has a point", RULES, "spec/groups/0/interval", "1.5m"),
    Fault("`for` has a space", RULES, f"{RULE}/for", "30 s"),
    Fault("`for` is a word", RULES, f"{RULE}/for", "thirty"),
    Fault("two groups have one name", LEDGER, "spec/groups", TWICE),
    Fault("the name is malformed", RULES, "metadata/name", "Not_A_Name"),
    Fault("a label's value is malformed", RULES, "metadata/labels/team", "two words"),
    Fault("a label's name is malformed", RULES, "metadata/labels/two words", "team"),
    Fault("the namespace is missing", RULES, "metadata/namespace"),
    # What is in a PrometheusRule, which its webhook knows.
    Fault("PromQL does not parse", RULES, f"{RULE}/expr", "sum("),
    Fault("PromQL has a type error", RULES, f"{RULE}/expr", "sum(1)"),
    Fault("a template does not parse", RULES, f"{RULE}/annotations/summary", "{{ $value "),
    Fault("a rule records and alerts", RULES, f"{RULE}/record", "slo:x"),
    Fault("`for` on a recording rule", LEDGER, f"{RECORD}/for", "5m"),
    Fault("a recorded name is malformed", LEDGER, f"{RECORD}/record", "slo-valid"),
    Fault("a rule's label name is malformed", LEDGER, f"{RECORD}/labels/burn-tier", "fast"),
    Fault("an alert is there twice", RULES, "spec/groups/0/rules", TWICE),
    # Monitors.
    Fault("an endpoint has an unknown field", MONITOR, f"{ENDPOINT}/intervall", "30s"),
    Fault("a field is one level too deep", MONITOR, f"{ENDPOINT}/sampleLimit", 10),
    Fault("a port is a number", MONITOR, f"{ENDPOINT}/port", 9090),
    Fault("a relabel action is misspelt", MONITOR, f"{RELABEL}/action", "kep"),
    Fault("a scheme is none", MONITOR, f"{ENDPOINT}/scheme", "ftp"),
    Fault("a scrape interval has a space", MONITOR, f"{ENDPOINT}/interval", "30 s"),
    Fault("the selector is missing", MONITOR, "spec/selector"),
    Fault("a limit is a word", MONITOR, "spec/sampleLimit", "many"),
    Fault("a switch is a word", MONITOR, f"{ENDPOINT}/honorLabels", "no"),
    Fault(
        "a selector's operator is none",
        MONITOR,
        "spec/selector/matchExpressions",
        [{"key": "app", "operator": "Inn", "values": ["x"]}],
    ),
    Fault(
        "a selector's key is malformed",
        MONITOR,
        "spec/selector/matchExpressions",
        [{"key": "two words", "operator": "Exists"}],
    ),
    Fault(
        "Exists has values",
        MONITOR,
        "spec/selector/matchExpressions",
        [{"key": "app", "operator": "Exists", "values": ["x"]}],
    ),
    Fault("the timeout is over the interval", MONITOR, f"{ENDPOINT}/scrapeTimeout", "2m"),
    Fault("a relabel regex does not compile", MONITOR, f"{RELABEL}/regex", "("),
    Fault("a replace has no target", MONITOR, f"{RELABEL}/targetLabel"),
    Fault("no Service has the port", MONITOR, f"{ENDPOINT}/port", "metricz"),
    # NetworkPolicies.
    Fault("a port is over 65535", POLICY, f"{INGRESS}/ports/0/port", 90900),
    Fault("a port's name is too long", POLICY, f"{INGRESS}/ports/0/port", "metrics-of-a-frontend"),
    Fault("a protocol is none", POLICY, f"{INGRESS}/ports/0/protocol", "HTTP"),
    Fault(
        "a policy's selector has a bad operator",
        POLICY,
        "spec/podSelector/matchExpressions",
        [{"key": "app", "operator": "Is", "values": ["x"]}],
    ),
    Fault("a selected value is malformed", POLICY, "spec/podSelector/matchLabels/app", "two words"),
    Fault("a policy type is in small letters", POLICY, "spec/policyTypes/0", "ingress"),
    Fault("a peer is a block and pods", POLICY, f"{INGRESS}/from/0/ipBlock", BLOCK),
    Fault("a block is no CIDR", POLICY, f"{INGRESS}/from/0", {"ipBlock": {"cidr": "10.0.0/8"}}),
    Fault(
        "an exception is outside its block",
        POLICY,
        f"{INGRESS}/from/0",
        {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["192.168.0.0/16"]}},
    ),
    Fault("`from: []` opens to everyone", POLICY, f"{INGRESS}/from", []),
    # ConfigMaps.
    Fault("a ConfigMap is over 1 MiB", MAP, "data/dashboard.json", f'"{"x" * 1024 * 1024}"'),
    Fault("a ConfigMap's key is malformed", MAP, "data/two words", "{}"),
    Fault("a ConfigMap's value is a number", MAP, "data/dashboard.json", 1),
    Fault("a ConfigMap's label is a number", MAP, "metadata/labels/grafana_dashboard", 1),
    Fault("a dashboard is no JSON", MAP, "data/dashboard.json", "{"),
    # AlertmanagerConfigs.
    Fault("a receiver is not defined", ROUTES, "spec/route/receiver", "pagr"),
    Fault("a match type is none", ROUTES, "spec/route/routes/0/matchers/0/matchType", "=="),
    Fault("a sub-route has an unknown field", ROUTES, "spec/route/routes/0/reciever", "page"),
    Fault("a webhook is no URL", ROUTES, "spec/receivers/0/webhookConfigs/0/url", "not a url"),
    Fault("a wait has a space", ROUTES, "spec/route/groupWait", "30 s"),
    Fault(
        "a matcher's regex does not compile",
        ROUTES,
        "spec/inhibitRules/0/targetMatch/0/value",
        "(warn",
    ),
    # Rights.
    Fault("a rule of a Role has no verbs", ROLE, "rules/0/verbs"),
    Fault("a RoleBinding names no Role", BINDING, "roleRef"),
)

DUPLICATE_KEY = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: twice\n  namespace: monitoring\n"
    "data:\n  a.txt: one\n  a.txt: two\n"
)
"""A fault that is gone as soon as YAML is parsed by a lenient parser."""


def valid(of: tuple[str, str]) -> dict[str, Any]:
    """Return one of our objects of prod, or the ConfigMap that stands for a dashboard."""
    if of[0] == "ConfigMap":
        return copy.deepcopy(CONFIG_MAP)
    (body,) = (
        body
        for body in emitted("prod", of[0])
        if body["metadata"]["name"] == of[1]  # type: ignore[index]
    )
    return body


def _at(body: Any, where: Path) -> tuple[Any, Any]:  # noqa: ANN401
    *parents, last = where.split("/")
    for key in parents:
        body = body[int(key)] if isinstance(body, list) else body.setdefault(key, {})
    return body, int(last) if isinstance(body, list) else last


def manifest(fault: Fault) -> str:
    """Return the YAML of an object with the fault in it."""
    body = valid(fault.of)
    parent, key = _at(body, fault.where)
    if fault.value is TWICE:
        parent[key].append(copy.deepcopy(parent[key][0]))
    elif fault.value is None:
        del parent[key]
    else:
        parent[key] = fault.value
    return yaml.safe_dump(body)
