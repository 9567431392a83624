"""Write artefacts and compare them with what is there: the only writer of YAML and JSON.

A run writes all of its files or none: everything is serialised, then written beside its place,
and only then moved there. Files that we made once and make no more are removed; a file that does
not say we made it is never touched.
"""

import functools
import io
import json
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from observability.artefact import MARK, Artefact
from observability.errors import FilesError


class _Scalars(yaml.representer.SafeRepresenter, yaml.resolver.Resolver):
    """How a value that holds no others is written: blocks for text of several lines."""


def _text(scalars: _Scalars, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return scalars.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Scalars.add_representer(str, _text)
_SCALARS = _Scalars()


def _scalar(value: object) -> yaml.ScalarEvent:
    """Return a value's event, which says whether its type is clear without and with quotes."""
    node = cast("yaml.ScalarNode", _SCALARS.represent_data(value))
    plain, quoted = (
        _SCALARS.resolve(yaml.ScalarNode, node.value, implicit) == node.tag  # type: ignore[no-untyped-call]
        for implicit in ((True, False), (False, True))
    )
    return yaml.ScalarEvent(None, node.tag, (plain, quoted), node.value, style=node.style)


# Most text is the name of a field or a label, which is in the file a thousand times.
_TEXT = functools.cache(_scalar)
_MAPPING = yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
_MAPPING_END = yaml.MappingEndEvent()
_SEQUENCE = yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
_SEQUENCE_END = yaml.SequenceEndEvent()


def _events(value: object, emit: Callable[[yaml.Event], None]) -> None:
    if isinstance(value, dict):
        emit(_MAPPING)
        for key, item in value.items():
            _events(key, emit)
            _events(item, emit)
        emit(_MAPPING_END)
    elif isinstance(value, list | tuple):
        emit(_SEQUENCE)
        for item in value:
            _events(item, emit)
        emit(_SEQUENCE_END)
    else:
        emit(_TEXT(value) if type(value) is str else _scalar(value))


def _yaml(body: object) -> str:
    """Return `body` as YAML, without aliases, which are hard to review.

    It is what PyYAML would write. We give its emitter the events, since PyYAML's own way there
    takes six times as long: most of a run (docs/decisions/0040).
    """
    text = io.StringIO()
    emitter = yaml.CSafeDumper(text, width=1_000_000, allow_unicode=True)
    emitter.emit(yaml.StreamStartEvent())
    emitter.emit(yaml.DocumentStartEvent(explicit=False))
    _events(body, emitter.emit)
    emitter.emit(yaml.DocumentEndEvent(explicit=False))
    emitter.emit(yaml.StreamEndEvent())
    return text.getvalue()


def serialise(artefact: Artefact) -> str:
    """Return the text of an artefact, by the suffix of its path."""
    header = f"{MARK} {artefact.made_by}` from {artefact.made_from}; do not edit."
    if artefact.path.endswith((".yaml", ".yml")):
        return f"# {header}\n{_yaml(artefact.body)}"
    if artefact.path.endswith(".json"):
        return json.dumps(artefact.body, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if not isinstance(artefact.body, str):
        raise FilesError(f"{artefact.path}: only .yaml and .json can hold data")
    return f"<!-- {header} -->\n{artefact.body}"


def read_yaml(path: Path) -> object:
    """Return what a YAML file holds.

    Raises:
        FilesError: it cannot be read, or is no YAML.

    """
    try:
        return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise FilesError(f"{path}: cannot be read: {error.strerror or error}") from error
    except yaml.YAMLError as error:
        raise FilesError(f"{path}: is no YAML: {error}") from error


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as it should be: `missing`, `changed` or `obsolete`."""

    path: str
    what: str


def _ours(path: Path) -> bool:
    try:
        return MARK in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _obsolete(root: Path, folders: Iterable[str], kept: Collection[str]) -> list[str]:
    found = (
        path
        for folder in sorted(folders)
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    )
    return [
        relative
        for path in found
        if (relative := path.relative_to(root).as_posix()) not in kept and _ours(path)
    ]


def compare(artefacts: Sequence[Artefact], root: Path, folders: Iterable[str]) -> list[Difference]:
    """Return how the files below `root` differ from the artefacts, by path."""
    return _differences(_texts(artefacts), root, folders)


def _texts(artefacts: Sequence[Artefact]) -> dict[str, str]:
    return {artefact.path: serialise(artefact) for artefact in artefacts}


def _differences(texts: Mapping[str, str], root: Path, folders: Iterable[str]) -> list[Difference]:
    differences = []
    for relative, text in texts.items():
        path = root / relative
        if not path.is_file():
            differences.append(Difference(relative, "missing"))
        elif path.read_text(encoding="utf-8") != text:
            differences.append(Difference(relative, "changed"))
    differences += [Difference(path, "obsolete") for path in _obsolete(root, folders, texts)]
    return sorted(differences, key=lambda difference: difference.path)


def write(artefacts: Sequence[Artefact], root: Path, folders: Iterable[str]) -> list[Difference]:
    """Write the artefacts below `root`, remove obsolete ones in `folders`; return what changed."""
    texts = _texts(artefacts)
    differences = _differences(texts, root, folders)
    written: list[tuple[Path, Path]] = []
    try:
        for difference in differences:
            if difference.what != "obsolete":
                path = root / difference.path
                written.append((_beside(path, texts[difference.path]), path))
        for temporary, path in written:
            temporary.replace(path)
        for difference in differences:
            if difference.what == "obsolete":
                (root / difference.path).unlink()
    except OSError as error:
        raise FilesError(
            f"cannot write {error.filename or root}: {error.strerror}; no file is half written"
        ) from error
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return differences


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say of what fails within that a file or folder cannot be written.

    Raises:
        FilesError: it cannot.

    """
    try:
        yield
    except OSError as error:
        raise FilesError(f"cannot write {path}: {error.strerror or error}") from error


def require_writable(folder: Path) -> None:
    """Refuse a folder into which no file can be written, before the work of which a file is made.

    Nothing is left behind.

    Raises:
        FilesError: the folder cannot be made or written.

    """
    missing: list[Path] = []
    try:
        missing += (path for path in (folder, *folder.parents) if not path.exists())
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        why = "it is a file" if isinstance(error, FileExistsError) else error.strerror
        raise FilesError(f"cannot write into {folder}: {why}") from error
    finally:
        for path in missing:
            with suppress(OSError):
                path.rmdir()


def _beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
