"""The error of a recording that cannot be made."""


class RecordError(Exception):
    """A recording cannot be made; the message says why, and what would be right."""
