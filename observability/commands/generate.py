"""`observability generate`: write what the definitions say."""

from pathlib import Path

import click

from observability import files
from observability.generate import NAMES, folders, generate
from observability.options import with_project
from observability.project import Project

_WRITTEN = {"missing": "new", "changed": "changed", "obsolete": "removed"}
"""What a file was that is now as it should be."""


@click.command()
@with_project
@click.argument("parts", nargs=-1, type=click.Choice(NAMES))
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write below (the project's).",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything would change.")
def command(project: Project, parts: tuple[str, ...], output: Path | None, *, check: bool) -> None:
    """Write the generated folders (all of them, or PARTS)."""
    artefacts = generate(project.catalogue, *parts)
    act = files.compare if check else files.write
    differences = act(artefacts, output or project.root, folders(*parts))
    for difference in differences:
        what = difference.what if check else _WRITTEN[difference.what]
        click.echo(f"{what}: {difference.path}")
    click.echo(f"{len(artefacts)} files, {len(differences)} {'differ' if check else 'written'}")
    if check and differences:
        raise click.exceptions.Exit(1)
