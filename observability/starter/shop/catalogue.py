"""All definitions of the shop together: what pyproject.toml names."""

from observability import Catalogue
from shop.environments import ENVIRONMENTS, LIVE
from shop.metrics import METRICS
from shop.panels import DASHBOARDS
from shop.policies import ERROR_BUDGET_POLICY
from shop.reviews import REVIEWS
from shop.slos import SLOS
from shop.system import SYSTEM
from shop.targets import TARGETS

SHOP = Catalogue(
    system=SYSTEM,
    metrics=METRICS,
    targets=TARGETS,
    slos=SLOS,
    environments=ENVIRONMENTS,
    primary=LIVE,
    dashboards=DASHBOARDS,
    error_budget_policy=ERROR_BUDGET_POLICY,
    reviews=REVIEWS,
)
