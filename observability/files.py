"""Write artefacts, and compare them with what is there.

A run writes all of its files or none: everything is serialised, then written beside its place,
and only then moved there. Files that we made once and make no more are removed; a file that does
not say we made it is never touched.
"""

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from observability.artefact import MARK, Artefact
from observability.errors import FilesError
from observability.formats import json_text, yaml_text


def serialise(artefact: Artefact) -> str:
    """Return the text of an artefact, by the suffix of its path."""
    said = f"{MARK} {artefact.made_by}` from {artefact.made_from}; do not edit."
    header = artefact.comment.format(said) + "\n"
    if artefact.path.endswith((".yaml", ".yml")):
        return header + yaml_text(artefact.body)
    if artefact.path.endswith(".json"):
        return json_text(artefact.body, indent=2, sort_keys=True, escaped=False) + "\n"
    if not isinstance(artefact.body, str):
        raise FilesError(f"{artefact.path}: only .yaml and .json can hold data")
    if artefact.body.startswith("#!"):  # The system reads it from the first line only.
        interpreter, _, rest = artefact.body.partition("\n")
        return f"{interpreter}\n{header}{rest}"
    return header + artefact.body


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


def _obsolete(root: Path, folders: Iterable[str], written: Collection[str]) -> list[str]:
    files = (
        path
        for folder in sorted(folders)
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    )
    return [
        relative
        for path in files
        if (relative := path.relative_to(root).as_posix()) not in written and _ours(path)
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
                written.append((_neighbour(path), path))
                written[-1][0].write_text(texts[difference.path], encoding="utf-8")
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


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a neighbour of the file for writing, which takes its place when all went well.

    Raises:
        OSError: it cannot be written; the file stays as it was.

    """
    neighbour = _neighbour(path)
    try:
        with neighbour.open("wb") as file:
            yield file
        neighbour.replace(path)
    finally:
        neighbour.unlink(missing_ok=True)


def _neighbour(path: Path) -> Path:
    """Make an empty file beside the file, and the folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(descriptor)
    neighbour = Path(name)
    neighbour.chmod(0o644)
    return neighbour
