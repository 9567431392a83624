"""The error of a review that cannot be written."""


class ReviewError(Exception):
    """A review cannot be written; the message says why, and what would be right."""
