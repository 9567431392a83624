"""The sections of a review, in the order in which a meeting needs them."""
