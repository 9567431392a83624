"""A part of a system; every target, metric and SLO belongs to one."""

import re
from dataclasses import dataclass

from observability.errors import DefinitionError

_NAME = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Component:
    """A part of a system, by the value of the system's `component_label`."""

    name: str
    user_facing: bool = False
    """Whether users call it, so that a fault of any component may show in its SLOs."""

    def __post_init__(self) -> None:
        """Refuse a name that could not be a part of an object's name."""
        if not _NAME.fullmatch(self.name):
            raise DefinitionError(
                f"{self.name!r} is not a component's name: use lower-case letters, digits and "
                "'-', like 'control-plane'"
            )

    def __str__(self) -> str:
        """Return its name."""
        return self.name
