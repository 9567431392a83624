"""Which pods are scraped, and how Prometheus finds them: see manifests/shop.yaml."""

from observability import Port, ScrapeTarget, Service, ServiceKind
from shop.system import STOCK, WEB

HTTP = Port(name="http", number=8080)
METRICS = Port(name="metrics", number=9100)

WEB_TARGET = ScrapeTarget(
    component=WEB,
    replicas=2,
    ports=(HTTP, METRICS),
    services=(Service(name="shop-web", kind=ServiceKind.CLUSTER_IP, ports=("http", "metrics")),),
    scraped_through="shop-web",
    sample_limit=1_000,
)

STOCK_TARGET = ScrapeTarget(
    component=STOCK,
    replicas=1,
    ports=(METRICS,),
    services=(),
    scraped_through=None,
    sample_limit=1_000,
)

TARGETS = (WEB_TARGET, STOCK_TARGET)
