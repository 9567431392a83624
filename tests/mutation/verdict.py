"""What became of a mutant."""

from dataclasses import dataclass
from typing import Protocol


class Named(Protocol):
    """A mutant, of a rule or of a module."""

    @property
    def name(self) -> str:
        """What it is listed by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a mutant: the case or test that noticed it, or None."""

    mutant: Named
    killed_by: str | None
