"""What is wrong with a dashboard's JSON: what Grafana accepts and shows badly, or not at all.

The rules are those of Grafana's dashboard-linter that apply to us, and some of our own. They read
the JSON, not the definitions, so that whatever made it is checked.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import promql_parser

from observability.model.metric import Metric, MetricType
from observability.model.panel import COLUMNS

Json = Mapping[str, Any]

_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_VARIABLE = re.compile(r"\$(?:\{(\w+)[^}]*\}|(\w+))")
_LINK = re.compile(r"/d/([A-Za-z0-9_${}-]+)")
_LARGEST = 1_000_000
"""Bytes: a ConfigMap holds 1 MiB at most."""
_DRAWN = {"stat", "table", "timeseries"}
_KINDS = _DRAWN | {"row", "text"}
_CURRENT_SCHEMA = 42
_STAND_INS = {"__rate_interval": "1m", "__interval": "1m"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, by which rule, and where: `dashboard: panel`."""

    rule: str
    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a dashboard may refer to."""

    metrics: Mapping[str, Metric]
    units: frozenset[str]
    dashboards: frozenset[str]


Rule = Callable[[Json, Known], Iterable[tuple[str, str]]]


def panels(dashboard: Json) -> Iterator[Json]:
    """Yield all panels, those of collapsed rows included, without the rows."""
    for panel in dashboard["panels"]:
        if panel["type"] == "row":
            yield from panel.get("panels", [])
        else:
            yield panel


def _targets(dashboard: Json) -> Iterator[tuple[Json, Json]]:
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            yield panel, target


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _variables(text: str) -> set[str]:
    return {braced or plain for braced, plain in _VARIABLE.findall(text)}


def substituted(expression: str, values: Mapping[str, str]) -> str:
    """Return PromQL with Grafana's variables replaced; those without a value stay."""
    return _VARIABLE.sub(lambda match: values.get(match[1] or match[2], match[0]), expression)


def _tree(expression: str) -> object:
    names = _variables(expression)
    stand_ins = dict.fromkeys(names, "any") | _STAND_INS
    return promql_parser.parse(substituted(expression, stand_ins))


def _nodes(tree: object) -> Iterator[Any]:
    yield tree
    for name in ("expr", "lhs", "rhs", "vector_selector"):
        child = getattr(tree, name, None)
        if child is not None:
            yield from _nodes(child)
    for argument in getattr(tree, "args", None) or ():
        yield from _nodes(argument)


def _selectors(tree: object) -> Iterator[Any]:
    return (node for node in _nodes(tree) if isinstance(node, promql_parser.VectorSelector))


def _parsed(dashboard: Json) -> Iterator[tuple[Json, object]]:
    for panel, target in _targets(dashboard):
        try:
            yield panel, _tree(target["expr"])
        except ValueError:
            continue


def identity(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """A stable uid, a title, the current schema, read-only, small enough for a ConfigMap."""
    if not _UID.fullmatch(str(dashboard.get("uid") or "")):
        yield "", f"uid {dashboard.get('uid')!r}: give 1 to 40 letters, digits, - or _"
    if not dashboard.get("title"):
        yield "", "it has no title"
    if dashboard.get("schemaVersion") != _CURRENT_SCHEMA:
        yield "", f"schemaVersion {dashboard.get('schemaVersion')}: {_CURRENT_SCHEMA} is current"
    if dashboard.get("editable") is not False:
        yield "", "it can be edited in Grafana, where the edit is lost at the next rollout"
    size = len(json.dumps(dashboard, indent=2).encode())
    if size > _LARGEST:
        yield "", f"{size} bytes are more than a ConfigMap holds: collapse less into one page"


def datasource(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """One data source variable, and everything asks through it."""
    chosen = [v for v in dashboard["templating"]["list"] if v["type"] == "datasource"]
    if [v["name"] for v in chosen] != ["datasource"]:
        yield "", "there must be exactly one data source variable, named datasource"
    asking = [(p["title"], p) for p in panels(dashboard) if p["type"] in _DRAWN]
    asking += [(p["title"], t) for p, t in _targets(dashboard)]
    asking += [(v["name"], v) for v in dashboard["templating"]["list"] if v["type"] == "query"]
    asking += [(a["name"], a) for a in dashboard["annotations"]["list"]]
    for where, item in asking:
        if (item.get("datasource") or {}).get("uid") != "${datasource}":
            yield where, "it does not ask the chosen data source: uid is not ${datasource}"


def variables(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """Every variable that is used exists, every one that exists is used and stays fresh."""
    listed = dashboard["templating"]["list"]
    names = {variable["name"] for variable in listed}
    used: set[str] = set()
    for where, part in [
        *((p["title"], {k: v for k, v in p.items() if k != "panels"}) for p in panels(dashboard)),
        *((v["name"], v.get("query", "")) for v in listed),
        *((a["name"], a) for a in dashboard["annotations"]["list"]),
    ]:
        for name in sorted({name for text in _strings(part) for name in _variables(text)}):
            used.add(name)
            if name not in names and not name.startswith("__") and not name.isdigit():
                yield (
                    where,
                    f"${name} is no variable of the dashboard; there are: "
                    + ", ".join(sorted(names)),
                )
    for variable in listed:
        if variable["name"] not in used:
            yield variable["name"], "the variable is used nowhere"
        if variable["type"] == "query" and variable.get("refresh") != 2:  # noqa: PLR2004
            yield variable["name"], "refresh is not 2: new values appear only after a reload"


def described(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """Every panel has a title, a question, a source, a known kind, and words for no data."""
    for panel in panels(dashboard):
        title = panel.get("title") or ""
        if not title:
            yield f"panel {panel.get('id')}", "it has no title"
        if panel["type"] not in _KINDS:
            yield title, f"{panel['type']!r} is no kind of panel that we show"
        description = panel.get("description") or ""
        if "?" not in description:
            yield title, "its description asks no question"
        if "Source: " not in description:
            yield title, "its description names no source"
        if panel["type"] in _DRAWN:
            if not panel["fieldConfig"]["defaults"].get("noValue"):
                yield title, 'without data it says "No data", and not why: give noValue'
            if not panel.get("targets"):
                yield title, "it asks nothing"


def units(dashboard: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Every unit is one of Grafana's; ratios are percentunit, since ours are 0 to 1."""
    for panel in panels(dashboard):
        if panel["type"] not in _DRAWN:
            continue
        config = panel["fieldConfig"]
        found = [config["defaults"].get("unit")]
        for override in config.get("overrides", []):
            found += [p["value"] for p in override["properties"] if p["id"] == "unit"]
        for unit in found:
            if unit is None:
                yield panel["title"], "it has no unit"
            elif unit not in known.units:
                yield panel["title"], f"{unit!r} is no unit of Grafana's"
            elif unit == "percent":
                yield panel["title"], "'percent' is for 0 to 100; ours are 0 to 1: percentunit"


def numbers(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """Ids of panels, and names of a panel's queries, are there once."""
    ids = Counter(panel.get("id") for panel in [*dashboard["panels"], *panels(dashboard)])
    top = Counter(panel.get("id") for panel in dashboard["panels"])
    for number, count in ids.items():
        # A panel outside a collapsed row is counted twice: as itself, and among all panels.
        expected = 2 if top[number] and number in {p.get("id") for p in panels(dashboard)} else 1
        if number is None or count > expected:
            yield f"panel {number}", "its id is missing, or another's too"
    for panel in panels(dashboard):
        names = [target.get("refId") for target in panel.get("targets", [])]
        if len(set(names)) < len(names) or not all(names):
            yield panel["title"], f"refIds {names} are not unique"


def grid(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """Panels are inside the grid and do not overlap."""
    for group in (
        dashboard["panels"],
        *(row.get("panels", []) for row in dashboard["panels"] if row["type"] == "row"),
    ):
        taken: dict[tuple[int, int], str] = {}
        for panel in group:
            place = panel["gridPos"]
            if place["x"] < 0 or place["w"] < 1 or place["x"] + place["w"] > COLUMNS:
                yield panel["title"], f"it leaves the grid of {COLUMNS} columns"
            for x in range(place["x"], place["x"] + place["w"]):
                for y in range(place["y"], place["y"] + place["h"]):
                    other = taken.setdefault((x, y), panel["title"])
                    if other is not panel["title"]:
                        yield panel["title"], f"it overlaps {other!r}"
                        break
                else:
                    continue
                break


def links(dashboard: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Links lead to dashboards that exist, and keep the time range and the environment."""
    for text in _strings(dashboard):
        for uid in _LINK.findall(text):
            fixed = re.split(r"\$\{", uid)[0]
            if not any(
                name == uid or (fixed != uid and name.startswith(fixed))
                for name in known.dashboards
            ):
                yield (
                    "",
                    f"/d/{uid} is no dashboard; there are: " + ", ".join(sorted(known.dashboards)),
                )
        if text.startswith("/d/") and "?" in text:
            for wanted in ("var-environment=", "__url_time_range"):
                if wanted not in text:
                    yield "", f"{text} loses {wanted.strip('_=')}"
    for link in dashboard.get("links", []):
        if link["url"].startswith("/d/") and not (link["keepTime"] and link["includeVars"]):
            yield link["title"], "the link loses the time range or the variables"


def promql(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """Every query parses."""
    for panel, target in _targets(dashboard):
        try:
            _tree(target["expr"])
        except ValueError as error:
            yield panel["title"], f"query {target['refId']} is no PromQL: {error}"


def steps(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """Nothing widens the step behind the reader's back, and no rate has a fixed range."""
    for panel, target in _targets(dashboard):
        if panel.get("maxDataPoints") is not None:
            yield panel["title"], "maxDataPoints makes wide steps of long ranges"
        if target.get("intervalFactor", 1) != 1:
            yield panel["title"], "intervalFactor multiplies the step"
        for rate in re.findall(r"\b(?:i?rate|increase)\((?:[^()]|\([^()]*\))*\)", target["expr"]):
            if "$__rate_interval" not in rate:
                yield panel["title"], "a rate over a fixed range misses what is between two steps"


def _metric(name: str, known: Known) -> tuple[Metric | None, str]:
    if name in known.metrics:
        return known.metrics[name], ""
    for suffix in ("_count", "_sum", "_bucket"):
        if name.endswith(suffix) and name.removesuffix(suffix) in known.metrics:
            return known.metrics[name.removesuffix(suffix)], suffix
    return None, ""


def metrics(dashboard: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Every series is one of the catalogue, or one that our rules record."""
    for panel, tree in _parsed(dashboard):
        for selector in _selectors(tree):
            name = selector.name or ""
            metric, suffix = _metric(name, known)
            ours = name.startswith("slo:") or name == "ALERTS"
            if metric is None and not ours:
                yield panel["title"], f"{name} is no metric of the catalogue"
            if suffix == "_bucket" and metric and metric.type is not MetricType.HISTOGRAM:
                yield panel["title"], f"{name}: {metric.name} is a {metric.type}, without buckets"


def growth(dashboard: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Only counters have a rate."""
    for panel, tree in _parsed(dashboard):
        for node in _nodes(tree):
            if not isinstance(node, promql_parser.Call):
                continue
            if node.func.name not in ("rate", "irate", "increase"):
                continue
            for selector in _selectors(node):
                metric, suffix = _metric(selector.name or "", known)
                if metric and not suffix and metric.type is not MetricType.COUNTER:
                    yield (
                        panel["title"],
                        f"{node.func.name}({metric.name}), but that is a {metric.type}",
                    )


def _is_quantile(selector: promql_parser.VectorSelector) -> bool:
    return any(matcher.name == "quantile" for matcher in selector.matchers.matchers)


def quantiles(dashboard: Json, _known: Known) -> Iterator[tuple[str, str]]:
    """A summary's quantiles are not averaged, and read only where their count grew."""
    for panel, tree in _parsed(dashboard):
        for node in _nodes(tree):
            if not isinstance(node, promql_parser.AggregateExpr) or str(node.op) in ("max", "min"):
                continue
            # What stands on the right of `and` only chooses.
            for selector in _selectors(node):
                if _is_quantile(selector):
                    yield panel["title"], f"{node.op} of quantiles of {selector.name}"
        read = {selector.name for selector in _selectors(tree)}
        for selector in _selectors(tree):
            if _is_quantile(selector) and f"{selector.name}_count" not in read:
                yield (
                    panel["title"],
                    f"{selector.name} reads 0 when idle: ask for it only where its count grew",
                )


_PLAIN_UNITS = {
    "": {"short", "none"},
    "bytes": {"bytes"},
    "ratio": {"percentunit"},
    "seconds": {"s"},
}


def _bare(tree: object) -> promql_parser.VectorSelector | None:
    """Return the selector of an expression that only chooses or aggregates values, else None."""
    if isinstance(tree, promql_parser.VectorSelector):
        return tree
    if isinstance(tree, promql_parser.AggregateExpr) and str(tree.op) in (
        "max",
        "min",
        "sum",
        "avg",
    ):
        return _bare(tree.expr)
    if isinstance(tree, promql_parser.BinaryExpr) and str(tree.op) in ("and", "unless"):
        return _bare(tree.lhs)
    if isinstance(tree, promql_parser.ParenExpr):
        return _bare(tree.expr)
    return None


def scales(dashboard: Json, known: Known) -> Iterator[tuple[str, str]]:
    """A bare value is shown in its metric's own unit."""
    for panel, tree in _parsed(dashboard):
        selector = _bare(tree)
        metric, suffix = _metric(selector.name or "", known) if selector else (None, "")
        if metric is None or suffix or panel["type"] == "table":
            continue
        unit = panel["fieldConfig"]["defaults"].get("unit")
        wanted = _PLAIN_UNITS.get(metric.unit, set())
        if unit not in wanted:
            yield (
                panel["title"],
                (
                    f"{metric.name} is in {metric.unit or 'things'}, shown as {unit!r}; "
                    f"right: {', '.join(sorted(wanted))}"
                ),
            )


RULES: tuple[Rule, ...] = (
    identity,
    datasource,
    variables,
    described,
    units,
    numbers,
    grid,
    links,
    promql,
    steps,
    metrics,
    growth,
    quantiles,
    scales,
)
"""Every rule; its name is its function's."""


def lint(dashboard: Json, known: Known) -> list[Finding]:
    """Return what is wrong with a dashboard."""
    return [
        Finding(rule.__name__, f"{dashboard.get('uid')}: {where}", what)
        for rule in RULES
        for where, what in rule(dashboard, known)
    ]
