"""The error of a replay that cannot be made."""


class ReplayError(Exception):
    """Rules cannot be replayed; the message says which, where, and what would be right."""
