"""A finding as data: what is wrong in the running system, and its cure."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Something is not counted, or counted wrongly."""
    WARNING = "warning"
    """Something will be, or was for a while."""
    NOTE = "note"
    """Worth knowing; nothing to mend here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was seen (`what`), of which thing (`about`), what comes of it, and how to mend it."""

    level: Level
    about: str
    what: str
    consequence: str
    cure: str
