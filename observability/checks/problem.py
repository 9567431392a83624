"""A problem as data: found by a check, drawn once, elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Whether a problem must be mended."""

    ERROR = "error"
    """It must."""
    WARNING = "warning"
    """Worth knowing; nothing fails for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong (`what`), where, what will come of it (`consequence`), and how to mend it.

    `check` is `area/name`, `file` a path below the project's root, `name` the definition or rule.
    """

    check: str
    file: str
    name: str
    what: str
    consequence: str
    cure: str
    level: Level = Level.ERROR
