"""All definitions of GitStratum together."""

from observability import Catalogue
from observability.catalogue.burn_rates import POLICIES
from observability.catalogue.causes import CAUSES
from observability.catalogue.environments import ENVIRONMENTS, PROD
from observability.catalogue.metrics import METRICS
from observability.catalogue.panels import DASHBOARDS
from observability.catalogue.policy import ERROR_BUDGET_POLICY
from observability.catalogue.reviews import REVIEWS
from observability.catalogue.slos import SLOS
from observability.catalogue.system import GITSTRATUM_SYSTEM
from observability.catalogue.targets import TARGETS
from observability.catalogue.upstream import UPSTREAM

GITSTRATUM = Catalogue(
    system=GITSTRATUM_SYSTEM,
    metrics=METRICS,
    targets=TARGETS,
    slos=SLOS,
    causes=CAUSES,
    environments=ENVIRONMENTS,
    primary=PROD,
    error_budget_policy=ERROR_BUDGET_POLICY,
    dashboards=DASHBOARDS,
    policies=POLICIES,
    reviews=REVIEWS,
    upstream=UPSTREAM,
)
