"""The error of a recording that cannot be used."""


class RecordingError(Exception):
    """A recording is damaged or cannot serve; the message says where and what would be right."""
