"""Production: nothing has been reviewed yet, since upstream's metrics port is still closed."""

from observability import ReviewInputs

INPUTS = ReviewInputs()
