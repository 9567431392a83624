"""Which checks there are: the folder says it."""

import importlib
import pkgutil
from types import ModuleType

from observability import checks


def all_checks() -> dict[str, ModuleType]:
    """Return every check by its name: the modules of two words, of which the first is the area."""
    names = [m.name for m in pkgutil.iter_modules(checks.__path__) if "_" in m.name]
    return {
        name.replace("_", "/", 1): importlib.import_module(f"{checks.__name__}.{name}")
        for name in sorted(names)
    }
