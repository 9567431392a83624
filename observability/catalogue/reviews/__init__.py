"""What people bring to SLO reviews, by environment or by recording."""

from collections.abc import Mapping

from observability import ReviewInputs
from observability.catalogue.reviews import month, prod, week

REVIEWS: Mapping[str, ReviewInputs] = {
    "prod": prod.INPUTS,
    "week": week.INPUTS,
    "month": month.INPUTS,
}
"""Of `prod`, and of the recordings that are shipped, whose faults are known."""
