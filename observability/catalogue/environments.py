"""The environments: where GitStratum runs, and which monitoring stack watches it there."""

from observability import Environment, Monitoring, days, seconds
from observability.catalogue.system import FRONTEND, GITSTRATUM_SYSTEM

RUNBOOKS = "https://github.com/gitstratum/observability/blob/main/runbooks"

DEV = Environment(
    system=GITSTRATUM_SYSTEM,
    name="dev",
    namespace="gitstratum-dev",
    pages=False,
    monitoring=Monitoring(
        namespace="monitoring",
        service_account="kube-prometheus-stack-prometheus",
        selector_labels={"release": "kube-prometheus-stack"},
        prometheus_version="2.42",
        operator_version="0.79.1",
        retention=days(15),
        scrape_interval=seconds(30),
    ),
    replicas={FRONTEND: 1},
    dashboards_url="https://grafana.dev.example.org",
    runbooks_url=RUNBOOKS,
)

STAGING = Environment(
    system=GITSTRATUM_SYSTEM,
    name="staging",
    namespace="gitstratum-staging",
    pages=False,
    monitoring=Monitoring(
        namespace="monitoring",
        service_account="kube-prometheus-stack-prometheus",
        selector_labels={"release": "kube-prometheus-stack"},
        prometheus_version="3.0",
        operator_version="0.79.1",
        retention=days(30),
        scrape_interval=seconds(30),
    ),
    dashboards_url="https://grafana.staging.example.org",
    runbooks_url=RUNBOOKS,
)

PROD = Environment(
    system=GITSTRATUM_SYSTEM,
    name="prod",
    namespace="gitstratum-system",
    pages=True,
    monitoring=Monitoring(
        namespace="monitoring",
        service_account="prometheus-k8s",
        prometheus_version="3.0",
        operator_version="0.79.1",
        retention=days(35),
        scrape_interval=seconds(30),
    ),
    dashboards_url="https://grafana.example.org",
    runbooks_url=RUNBOOKS,
)

ENVIRONMENTS = (DEV, STAGING, PROD)
