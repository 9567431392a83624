"""What is wrong with a manifest: what an API server says, and what it lets pass that does harm.

Each kind of fault that a server, the Operator's webhook or the Operator finds, and those that only
a running cluster shows, without any of them.
"""

import ipaddress
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import cast
from urllib.parse import urlsplit

import yaml

from tests.cluster.manifests import documents
from tests.cluster.strict import kinds, validator
from tests.programs import program

Object = Mapping[str, object]

RULE_LIMIT = 400 * 1024
"""The Operator refuses a PrometheusRule of more than 512 KiB; we stop before."""
CONFIG_MAP_LIMIT = 1024 * 1024
PORT_LIMIT = 65535

_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
_KEY = re.compile(r"([-a-z0-9.]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_PORT_NAME = re.compile(r"(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
_CONFIG_KEY = re.compile(r"[-._a-zA-Z0-9]{1,253}")
_DURATION = re.compile(r"(\d+)(ms|[smhdwy])")
_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}


def objections(text: str, ports: Collection[str] | None = None) -> list[str]:
    """Return what is wrong with a manifest of one object; nothing, if a cluster takes it well.

    With `ports`, a monitor's port must be one of these names: no server looks whether it exists.
    """
    try:
        (body,) = documents(text)
    except yaml.YAMLError as error:
        return [str(error)]
    kind = body.get("kind")
    if kind not in kinds():
        return [f"kind {kind!r} is none that we generate"]
    errors = [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator(kind).iter_errors(body)
    ]
    # A body of another shape has been reported; what follows counts on the shape.
    return errors or [
        *_common(body),
        *_OF_KIND.get(kind, _nothing)(body),
        *_unknown_ports(body, ports),
    ]


def _nothing(_: Object) -> Iterator[str]:
    yield from ()


def _dict(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value or {})


def _list(value: object) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", value or [])


def _walk(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _walk(item)


def _common(body: Object) -> Iterator[str]:
    metadata = _dict(body.get("metadata"))
    if not _NAME.fullmatch(str(metadata.get("name", ""))):
        yield f"metadata.name {metadata.get('name')!r} is no name"
    if not metadata.get("namespace"):
        yield "metadata.namespace is missing"
    yield from _labels(_dict(metadata.get("labels")))
    for mapping in _walk(body.get("spec")):
        yield from _labels(_dict(mapping.get("matchLabels")))
        for expression in _list(mapping.get("matchExpressions")):
            yield from _requirement(expression)


def _labels(labels: Object) -> Iterator[str]:
    for key, value in labels.items():
        if not _KEY.fullmatch(key):
            yield f"{key!r} is no label's name"
        if not _VALUE.fullmatch(str(value)):
            yield f"{value!r} is no label's value"


def _requirement(expression: Object) -> Iterator[str]:
    operator, values = expression["operator"], expression.get("values")
    if operator not in {"In", "NotIn", "Exists", "DoesNotExist"}:
        yield f"{operator!r} is no operator of a selector"
    elif (operator in {"In", "NotIn"}) != bool(values):
        yield f"{operator} with values {values!r}"
    if not _KEY.fullmatch(str(expression["key"])):
        yield f"{expression['key']!r} is no label's name"


def _rules(body: Object) -> Iterator[str]:
    text = yaml.safe_dump(body["spec"])
    if len(text) > RULE_LIMIT:
        yield f"{len(text)} bytes of rules; the Operator refuses 512 KiB"
    groups = Counter(str(group["name"]) for group in _list(_dict(body["spec"]).get("groups")))
    yield from (f"group {name!r} is there {n} times" for name, n in groups.items() if n > 1)
    promtool = str(program("prometheus2/promtool"))
    command = [promtool, "check", "rules", "--lint=all", "--lint-fatal", "/dev/stdin"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if run.returncode:
        yield run.stdout + run.stderr


def _milliseconds(duration: str) -> int:
    return sum(int(number) * _UNITS[unit] for number, unit in _DURATION.findall(duration))


def _regex(pattern: object) -> Iterator[str]:
    try:
        re.compile(str(pattern))
    except re.error as error:
        yield f"regular expression {pattern!r}: {error}"


def _unknown_ports(body: Object, ports: Collection[str] | None) -> Iterator[str]:
    if ports is None:
        return
    for endpoint in _all_endpoints(body):
        if endpoint.get("port") not in ports:
            yield f"port {endpoint.get('port')!r} is none of {', '.join(sorted(ports))}"


def _all_endpoints(body: Object) -> list[dict[str, object]]:
    spec = _dict(body.get("spec"))
    return [*_list(spec.get("endpoints")), *_list(spec.get("podMetricsEndpoints"))]


def _endpoints(body: Object) -> Iterator[str]:
    for endpoint in _all_endpoints(body):
        interval, timeout = endpoint.get("interval"), endpoint.get("scrapeTimeout")
        if interval and timeout and _milliseconds(str(timeout)) > _milliseconds(str(interval)):
            yield f"scrapeTimeout {timeout} is over the interval {interval}"
        for step in [
            *_list(endpoint.get("relabelings")),
            *_list(endpoint.get("metricRelabelings")),
        ]:
            yield from _regex(step.get("regex", ""))
            if step.get("action", "replace") == "replace" and not step.get("targetLabel"):
                yield "a replace without targetLabel"


def _policy(body: Object) -> Iterator[str]:
    spec = _dict(body["spec"])
    for kind in cast("list[str]", spec.get("policyTypes", [])):
        if kind not in {"Ingress", "Egress"}:
            yield f"{kind!r} is no policy type"
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for rule in _list(spec.get(direction)):
            if not rule.get(side):
                yield f"{direction} without `{side}` opens to everyone"
            if not rule.get("ports"):
                yield f"{direction} without ports opens every port"
            for peer in _list(rule.get(side)):
                yield from _peer(peer)
            for port in _list(rule.get("ports")):
                yield from _port(port)


def _peer(peer: Object) -> Iterator[str]:
    if not peer:
        yield "a peer without any selector"
    block = _dict(peer.get("ipBlock"))
    if not block:
        return
    if len(peer) > 1:
        yield "ipBlock beside a selector"
    try:
        network = ipaddress.ip_network(str(block["cidr"]))
        for inside in cast("list[str]", block.get("except", [])):
            hole = ipaddress.ip_network(inside)
            outside = hole.prefixlen <= network.prefixlen
            if outside or hole.supernet(new_prefix=network.prefixlen) != network:
                yield f"except {inside} is not inside {network}"
    except ValueError as error:
        yield str(error)


def _port(port: Object) -> Iterator[str]:
    number, end = port.get("port"), port.get("endPort")
    if port.get("protocol", "TCP") not in {"TCP", "UDP", "SCTP"}:
        yield f"{port['protocol']!r} is no protocol"
    if isinstance(number, int) and not 0 < number <= PORT_LIMIT:
        yield f"{number} is no port"
    if isinstance(number, str) and not _PORT_NAME.fullmatch(number):
        yield f"{number!r} is no port's name"
    if end is not None and not (isinstance(number, int) and number <= cast("int", end)):
        yield f"endPort {end} is below port {number}"


def _config_map(body: Object) -> Iterator[str]:
    data = _dict(body.get("data"))
    if sum(len(str(value).encode()) for value in data.values()) >= CONFIG_MAP_LIMIT:
        yield "more than 1 MiB of data"
    for key, value in data.items():
        if not _CONFIG_KEY.fullmatch(key):
            yield f"{key!r} is no key of a ConfigMap"
        if key.endswith(".json"):
            try:
                json.loads(str(value))
            except ValueError as error:
                yield f"{key} is no JSON: {error}"


def _alertmanager(body: Object) -> Iterator[str]:
    spec = _dict(body["spec"])
    receivers = {str(receiver["name"]) for receiver in _list(spec.get("receivers"))}
    yield from _route(_dict(spec.get("route")), receivers)
    for rule in _list(spec.get("inhibitRules")):
        yield from _matchers(rule.get("sourceMatch"))
        yield from _matchers(rule.get("targetMatch"))
    for mapping in _walk(spec.get("receivers")):
        url = mapping.get("url")
        if url is not None and not urlsplit(str(url)).hostname:
            yield f"{url!r} is no URL"


def _route(route: Object, receivers: set[str]) -> Iterator[str]:
    receiver = route.get("receiver")
    if receiver and receiver not in receivers:
        yield f"receiver {receiver!r} is not defined"
    yield from _matchers(route.get("matchers"))
    of_route: object = validator("AlertmanagerConfig").schema
    for name in ("spec", "route"):
        of_route = _dict(_dict(_dict(of_route)["properties"])[name])
    for child in _list(route.get("routes")):
        # The CRD has no schema for a route below a route: it is the same one again.
        for error in validator("AlertmanagerConfig").evolve(schema=of_route).iter_errors(child):
            yield error.message
        yield from _route(child, receivers)


def _matchers(matchers: object) -> Iterator[str]:
    for matcher in _list(matchers):
        kind = matcher.get("matchType", "=")
        if kind not in {"=", "!=", "=~", "!~"}:
            yield f"{kind!r} is no match type"
        if kind in {"=~", "!~"} or matcher.get("regex"):
            yield from _regex(matcher.get("value"))


_OF_KIND: Mapping[str, Callable[[Object], Iterator[str]]] = {
    "AlertmanagerConfig": _alertmanager,
    "ConfigMap": _config_map,
    "NetworkPolicy": _policy,
    "PodMonitor": _endpoints,
    "PrometheusRule": _rules,
    "ServiceMonitor": _endpoints,
}
