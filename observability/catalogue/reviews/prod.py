"""Production: nothing has been reviewed yet, since upstream's metrics port is still closed."""

from observability import ReviewInputs
from observability.catalogue.reviews.policy import ERROR_BUDGET_POLICY

INPUTS = ReviewInputs(policy=ERROR_BUDGET_POLICY)
