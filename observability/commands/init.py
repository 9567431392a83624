"""`observability init`: a project of another system, complete, to begin with."""

import shutil
from importlib import resources
from pathlib import Path

import click

import observability
from observability import files
from observability.errors import FilesError
from observability.terminal import printable

STARTER = "starter"
"""The folder of the package that holds the project as it is written."""


def written(folder: Path) -> list[Path]:
    """Write the project into a folder; return its files, relative to that.

    Raises:
        FilesError: one of them is there already, or cannot be written; then none is written.

    """
    with resources.as_file(resources.files(observability) / STARTER) as source:
        paths = sorted(
            path.relative_to(source)
            for path in source.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
        existing = [path.as_posix() for path in paths if (folder / path).exists()]
        if existing:
            raise FilesError(
                f"{folder} holds already: {', '.join(existing)}; nothing was written: give a new "
                "folder, or move them away"
            )
        files.require_writable(folder)
        for path in paths:
            with files.writing(folder / path):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / path, folder / path)
    return paths


@click.command()
@click.argument("folder", metavar="[DIRECTORY]", type=click.Path(path_type=Path), default=".")
def command(folder: Path) -> None:
    """Write a complete project of an invented shop into DIRECTORY (here), and overwrite nothing."""
    paths = written(folder)
    where = "" if folder == Path() else f"cd {printable(str(folder))} && "
    click.echo(
        f"{len(paths)} files of an invented shop. Next:\n"
        f"  {where}observability generate    what the definitions say, as files\n"
        "  observability check       what is unwise or missing\n"
        "Then make it yours: begin with shop/system.py, and read README.md."
    )
