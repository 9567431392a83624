"""A cause of the invented shop."""

from dataclasses import replace

from observability import Catalogue, Cause, Present, Severity, Workload, below, minutes
from tests.shop import FRONTEND, SHOP

SHOP_GONE = Cause(
    name="shop-gone",
    component=FRONTEND,
    question="Can anybody buy?",
    when=below(Present(component=FRONTEND), 1),
    lasting=minutes(2),
    severity=Severity.CRITICAL,
    consequence="Nobody can buy.",
    action="Describe a pod.",
    rationale="Invented.",
    owner="shop",
)
WITH_WORKLOAD = replace(SHOP, targets=(replace(SHOP.targets[0], workload=Workload.DEPLOYMENT),))


def with_cause(**changes: object) -> Catalogue:
    """Return the shop with its cause changed."""
    return replace(WITH_WORKLOAD, causes=(replace(SHOP_GONE, **changes),))  # type: ignore[arg-type]
