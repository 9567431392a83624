"""Where a definition is written, so that generated files and problems can name it."""

import sys
from typing import Protocol


class Defined(Protocol):
    """A definition that knows where it is written."""

    @property
    def origin(self) -> str:
        """The file of the definition as Python imports it, like `shop/slos/web.py`."""


def remember(definition: Defined) -> None:
    """Give a definition its origin; called by its `__post_init__`.

    One that has an origin keeps it: what `dataclasses.replace` makes of a definition is still what
    that file says.
    """
    if definition.origin:
        return
    # This function, __post_init__, the __init__ that dataclass wrote, and then the definition.
    module = sys._getframe(3).f_globals  # noqa: SLF001  the only way to know who asks
    path = str(module["__name__"]).replace(".", "/")
    inside = str(module.get("__file__", "")).endswith("__init__.py")
    object.__setattr__(definition, "origin", f"{path}/__init__.py" if inside else f"{path}.py")


def files(*definitions: Defined) -> str:
    """Return the files of definitions, each once."""
    return ", ".join(sorted({definition.origin for definition in definitions}))
