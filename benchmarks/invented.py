"""An invented system with any number of alike SLOs, for us and for Sloth."""

from observability import (
    SLO,
    Catalogue,
    Component,
    Environment,
    Metric,
    MetricType,
    Monitoring,
    Port,
    RatioSLI,
    ScrapeTarget,
    Status,
    System,
    days,
    open_ended,
    percent,
    seconds,
    unbounded,
)
from observability.catalogue.burn_rates import STANDARD
from observability.catalogue.policy import ERROR_BUDGET_POLICY

FRONTEND = Component(name="frontend", user_facing=True)
SYSTEM = System(
    name="shop",
    title="Shop",
    domain="shop.example.org",
    selector_labels={"app": "shop"},
    metric_prefixes=("shop_",),
    components=(FRONTEND,),
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
        operator_version="0.79.1",
        retention=days(35),
        scrape_interval=seconds(60),
    ),
    dashboards_url="https://grafana.example.org",
    runbooks_url="https://example.org/runbooks",
)


def _counter(name: str) -> Metric:
    return Metric(
        name=name,
        type=MetricType.COUNTER,
        components=(FRONTEND,),
        status=Status.RECORDED,
        source="invented",
        help="Invented.",
        labels=(open_ended("operation"), unbounded("repo")),
    )


REQUESTS = _counter("shop_requests_total")
FAILED_REQUESTS = _counter("shop_requests_failed_total")


def operation(number: int) -> str:
    """Return the value of `operation` whose requests the SLO of that number judges."""
    return f"order-{number:04}"


def slo(number: int) -> SLO:
    """Return an SLO of which any number can be made."""
    return SLO(
        name=f"{operation(number)}-availability",
        component=FRONTEND,
        description="An order that the customer may place is accepted.",
        sli=RatioSLI(
            valid=REQUESTS.where(operation=operation(number)),
            bad=FAILED_REQUESTS.where(operation=operation(number)),
        ),
        objective=percent("99.9"),
        window=days(28),
        policy=STANDARD,
        owner="shop",
        approved_by="the shop keeper",
        review_by="2027-06-30",
        rationale="Invented.",
    )


def catalogue(count: int) -> Catalogue:
    """Return a system with that many SLOs in one environment."""
    return Catalogue(
        system=SYSTEM,
        metrics=(REQUESTS, FAILED_REQUESTS),
        targets=(
            ScrapeTarget(
                component=FRONTEND,
                replicas=3,
                ports=(Port(name="metrics", number=9090),),
                services=(),
                scraped_through=None,
            ),
        ),
        slos=tuple(map(slo, range(count))),
        environments=(PROD,),
        primary=PROD,
        error_budget_policy=ERROR_BUDGET_POLICY,
    )
