"""A tiny invented catalogue, and subjects that hold seeded rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from observability import (
    SLO,
    BurnRatePolicy,
    BurnRateTier,
    Catalogue,
    Component,
    Environment,
    ErrorBudgetPolicy,
    Metric,
    MetricType,
    Monitoring,
    Port,
    RatioSLI,
    ScrapeTarget,
    Severity,
    Status,
    System,
    closed,
    days,
    hours,
    open_ended,
    per_process,
    percent,
    seconds,
    unbounded,
)
from observability.alerts.plain import plain_rules
from observability.alerts.prometheusrule import prometheus_rules
from observability.artefact import Artefact
from observability.checks.listing import all_checks
from observability.checks.problem import Problem
from observability.checks.subject import Subject, subject

TODAY = date(2026, 3, 1)
SCOPE = 'job="shop-frontend",namespace="shop"'

FRONTEND = Component(name="frontend", user_facing=True)
OBJECT = Component(name="object")
SYSTEM = System(
    name="shop",
    title="Shop",
    domain="shop.example.org",
    selector_labels={"app": "shop"},
    metric_prefixes=("shop_",),
    components=(FRONTEND, OBJECT),
)


def metric(name: str, kind: MetricType, **more: object) -> Metric:
    """Return a metric of the invented shop."""
    given: dict[str, object] = {
        "components": (FRONTEND,),
        "status": Status.RECORDED,
        "source": "invented",
        "help": "Invented.",
    }
    return Metric(name=name, type=kind, **{**given, **more})  # type: ignore[arg-type]


ORDERS = metric(
    "shop_orders_total",
    MetricType.COUNTER,
    labels=(closed("paid", "true", "false"), unbounded("customer"), per_process("process")),
)
FAILED_ORDERS = metric("shop_failed_orders_total", MetricType.COUNTER, labels=ORDERS.labels)
OPEN_BASKETS = metric("shop_baskets_total", MetricType.GAUGE, labels=(open_ended("kind"),))
WAIT = metric("shop_wait_seconds", MetricType.SUMMARY, quantiles=("0.5", "0.99"), unit="seconds")
LAG = metric("shop_lag_seconds", MetricType.HISTOGRAM, buckets=("0.1", "1", "+Inf"))
RESTARTS = metric(
    "kube_pod_container_status_restarts_total",
    MetricType.COUNTER,
    status=Status.EXTERNAL,
    labels=(open_ended("namespace"), unbounded("pod")),
)
POLICY = BurnRatePolicy(
    name="demo",
    tiers=(
        BurnRateTier(
            name="fast",
            severity=Severity.CRITICAL,
            budget_share=percent(2),
            long_window=hours(1),
        ),
    ),
    min_bad_events=1,
    source="invented",
)

ORDERS_ACCEPTED = SLO(
    name="orders-accepted",
    component=FRONTEND,
    description="An order is accepted.",
    sli=RatioSLI(valid=ORDERS.all, bad=FAILED_ORDERS.all),
    objective=percent(99.9),
    window=days(28),
    policy=POLICY,
    owner="shop",
    approved_by="the shop keeper",
    review_by="2026-06-30",
    rationale="Invented.",
)

ERROR_BUDGET_POLICY = ErrorBudgetPolicy(
    source="invented",
    at_risk_share=percent(75),
    incident_share=percent(20),
    class_share=percent(20),
    freeze="no changes but urgent ones",
    exemptions=("load tests",),
    decides="the shop keeper",
)

PROD = Environment(
    system=SYSTEM,
    name="prod",
    namespace="shop",
    pages=True,
    monitoring=Monitoring(
        namespace="monitoring",
        service_account="prometheus",
        prometheus_version="3.0",
        operator_version="0.81.0",
        retention=days(30),
        scrape_interval=seconds(30),
    ),
    dashboards_url="https://grafana.example.org",
    runbooks_url="https://example.org/runbooks",
)

SHOP = Catalogue(
    system=SYSTEM,
    metrics=(ORDERS, FAILED_ORDERS, OPEN_BASKETS, WAIT, LAG, RESTARTS),
    targets=(
        ScrapeTarget(
            component=FRONTEND,
            replicas=2,
            ports=(Port(name="metrics", number=9090),),
            services=(),
            scraped_through=None,
        ),
    ),
    slos=(ORDERS_ACCEPTED,),
    environments=(PROD,),
    error_budget_policy=ERROR_BUDGET_POLICY,
    primary=PROD,
)


def with_slo(**changes: object) -> Catalogue:
    """Return the shop with its SLO changed."""
    return replace(SHOP, slos=(replace(ORDERS_ACCEPTED, **changes),))  # type: ignore[arg-type]


def with_monitoring(**changes: object) -> Catalogue:
    """Return the shop with its monitoring stack changed."""
    monitoring = replace(PROD.monitoring, **changes)  # type: ignore[arg-type]
    changed = replace(PROD, monitoring=monitoring)
    return replace(SHOP, environments=(changed,), primary=changed)


def records(expression: str, series: str = "shop:seeded", **labels: str) -> dict[str, object]:
    """Return a recording rule."""
    return {"record": series, "expr": expression, "labels": {"environment": "prod"} | labels}


def alerts(expression: str, name: str = "ShopSeeded", **labels: str) -> dict[str, object]:
    """Return an alert."""
    return {
        "alert": name,
        "expr": expression,
        "labels": {"environment": "prod"} | labels,
        "annotations": {"runbook_url": f"https://example.org/runbooks/{name}.md"},
    }


def group(*rules: Mapping[str, object], name: str = "seeded") -> dict[str, object]:
    """Return a group."""
    return {"name": name, "interval": "1m", "rules": [dict(rule) for rule in rules]}


def file(*groups: Mapping[str, object], path: str = "alerts/prod/seeded.yaml") -> Artefact:
    """Return a PrometheusRule of groups."""
    body = {"kind": "PrometheusRule", "spec": {"groups": [dict(group) for group in groups]}}
    return Artefact(path, body, "catalogue/slos/frontend.py")


def plain_file(
    *groups: Mapping[str, object], path: str = "alerts/promtool/seeded.yaml"
) -> Artefact:
    """Return a file of groups as Prometheus reads it."""
    return Artefact(
        path, {"groups": [dict(group) for group in groups]}, "catalogue/slos/frontend.py"
    )


def dashboard(*expressions: str) -> Artefact:
    """Return a dashboard with a panel for each query, in a row."""
    panels = [
        {"type": "stat", "title": "seeded", "targets": [{"expr": text}]} for text in expressions
    ]
    body = {"title": "Shop", "panels": [{"type": "row", "title": "row", "panels": panels}]}
    return Artefact("dashboards/shop.json", body, "catalogue/panels/shop.py")


def emitted(catalogue: Catalogue) -> list[Artefact]:
    """Return all rule files of a catalogue."""
    rules = [a for e in catalogue.environments for a in prometheus_rules(catalogue, e)]
    return rules + plain_rules(catalogue, catalogue.primary)


def of_files(*artefacts: Artefact, catalogue: Catalogue = SHOP, root: Path = Path()) -> Subject:
    """Return a subject whose emitted files are these."""
    return subject(catalogue, lambda _: artefacts, folders=("alerts",), root=root, today=TODAY)


def of_rules(*rules: Mapping[str, object], catalogue: Catalogue = SHOP) -> Subject:
    """Return a subject whose only emitted rules are these."""
    return of_files(file(group(*rules)), catalogue=catalogue)


def of_catalogue(catalogue: Catalogue = SHOP, root: Path = Path()) -> Subject:
    """Return a subject whose emitted files are those of the catalogue."""
    return subject(catalogue, emitted, folders=("alerts",), root=root, today=TODAY)


def found(check: str, checked: Subject) -> list[Problem]:
    """Return what a check finds."""
    problems = list(all_checks()[check].check(checked))
    assert {problem.check for problem in problems} <= {check}
    return problems


def whats(check: str, checked: Subject) -> list[str]:
    """Return what is wrong according to a check."""
    return [problem.what for problem in found(check, checked)]
