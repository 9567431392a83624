"""Where the shop runs, and which monitoring stack watches it there."""

from observability import Environment, Monitoring, days, seconds
from shop.system import SYSTEM

LIVE = Environment(
    system=SYSTEM,
    name="live",
    namespace="shop",
    pages=True,
    monitoring=Monitoring(
        namespace="monitoring",
        service_account="prometheus",
        selector_labels={"team": "shop"},
        prometheus_version="3.0",
        operator_version="0.81.0",
        retention=days(35),
        scrape_interval=seconds(30),
    ),
    dashboards_url="https://grafana.shop.example.org",
    runbooks_url="https://git.shop.example.org/observability/runbooks",
)

ENVIRONMENTS = (LIVE,)
