"""The project at hand: the catalogue that a run is told to load, and the folder of its files."""

import importlib
import sys
import tomllib
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from observability.errors import CatalogueError, DefinitionError
from observability.model.catalogue import Catalogue

FILE = "pyproject.toml"
TABLE = "[tool.observability]"
VARIABLE = "OBSERVABILITY_CATALOGUE"
_ENTRIES = ("catalogue", "recording")
_HOW = f'write catalogue = "package.module:NAME" below {TABLE} in {FILE}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A catalogue and the root of the folders that are made of it."""

    catalogue: Catalogue
    root: Path
    recording: Path | None = None
    """What `preview` draws if nobody says otherwise."""

    def path(self, *parts: str) -> Path:
        """Return a path below the root, in short if it is below the current folder, too."""
        path, here = self.root.joinpath(*parts), Path.cwd()
        return path.relative_to(here) if path.is_relative_to(here) else path

    @property
    def cache(self) -> Path:
        """Where replays are kept; it may be removed at any time."""
        return self.root / ".tools" / "cache"


def load(given: str | None, folder: Path) -> Project:
    """Return the project that a run is about.

    The root is the nearest folder from `folder` upwards whose pyproject.toml has
    `[tool.observability]`, else `folder`.

    Args:
        given: the catalogue as `package.module:NAME`; None takes what the pyproject.toml names.
        folder: where to begin, absolute.

    Raises:
        CatalogueError: none is named, or it cannot be loaded.

    """
    path, table = _entry(folder)
    root = folder if path is None else path.parent
    where = f"--catalogue or ${VARIABLE}" if given is not None else str(path)
    named = table.get("catalogue", "") if given is None else given
    if not named:
        nearest = path or f"no {FILE} from {folder} upwards has {TABLE}"
        raise CatalogueError(
            f"{nearest}: no catalogue is named: {_HOW}, or give --catalogue or ${VARIABLE}"
        )
    recording = table.get("recording")
    return Project(
        catalogue=_catalogue(named, where, root),
        root=root,
        recording=root / recording if recording else None,
    )


def _entry(folder: Path) -> tuple[Path | None, dict[str, str]]:
    """Return the nearest pyproject.toml upwards that has our table, if any, and the table."""
    for above in (folder, *folder.parents):
        path = above / FILE
        if not path.is_file():
            continue
        try:
            tools = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
        except (OSError, ValueError) as error:
            raise CatalogueError(f"{path} cannot be read: {error}") from error
        if "observability" in tools:
            return path, _table(path, tools["observability"])
    return None, {}


def _table(path: Path, table: object) -> dict[str, str]:
    """Return the table, of which every entry is one that we know, and a text."""
    if not isinstance(table, dict):
        raise CatalogueError(f"{path}: {TABLE} is not a table: {_HOW}")
    for key, value in table.items():
        if key not in _ENTRIES:
            raise CatalogueError(
                f"{path}: {TABLE} has an unknown entry {key!r}; known are: {', '.join(_ENTRIES)}"
            )
        if not isinstance(value, str):
            raise CatalogueError(f"{path}: {key} below {TABLE} is {value!r}: write a text")
    return table


def _catalogue(named: str, where: str, root: Path) -> Catalogue:
    said = f"catalogue {named!r} ({where})"
    module_name, colon, name = named.partition(":")
    if not (module_name and colon and name):
        raise CatalogueError(f"{said}: expected package.module:NAME, like shop.catalogue:SHOP")
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise _blamed(error, module_name, root) from error
        raise CatalogueError(
            f"{said}: there is no module {error.name}, neither below {root} nor among the "
            "installed packages"
        ) from error
    except Exception as error:
        raise _blamed(error, module_name, root) from error
    value = getattr(module, name, None)
    if isinstance(value, Catalogue):
        return value
    known = [key for key, other in vars(module).items() if isinstance(other, Catalogue)]
    there = f"its catalogues are: {', '.join(known)}" if known else "it holds no Catalogue"
    if value is None:
        raise CatalogueError(f"{said}: {module_name} has no {name}; {there}")
    raise CatalogueError(
        f"{said}: {name} is not a Catalogue but a value of type {type(value).__name__}; {there}"
    )


def _blamed(error: Exception, module: str, root: Path) -> Exception:
    """Return an error that names the definition that raised; the error itself if none did."""
    site = _site(error, _definitions(module, root), root)
    if site is None and not isinstance(error, DefinitionError):
        return error
    kind = "" if isinstance(error, DefinitionError) else f"{type(error).__name__}: "
    return CatalogueError(f"{site}: {kind}{error}" if site else f"{kind}{error}")


def _definitions(module: str, root: Path) -> list[Path]:
    """Return where the definitions are: the package of the catalogue's module, or its one file."""
    package = module.rpartition(".")[0]
    if not package:
        return [root / f"{module}.py"]
    loaded = sys.modules.get(package)
    if loaded is not None:
        return list(map(Path, loaded.__path__))
    return [root.joinpath(*package.split("."))]


def _site(error: Exception, definitions: Iterable[Path], root: Path) -> str | None:
    """Return the file and line of the definition that raised an error; None if none did."""
    frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        frames.append((error.filename or "", error.lineno))
    for name, line in reversed(frames):
        path = Path(name)
        if any(path.is_relative_to(place) for place in definitions):
            shown = path.relative_to(root) if path.is_relative_to(root) else path
            return f"{shown}:{line}"
    return None
