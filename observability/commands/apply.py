"""`observability apply`: bring an environment's objects into the cluster, and the old ones out."""

from datetime import UTC, datetime
from pathlib import Path

import click

from observability.checks.problem import Level
from observability.cluster import apply as cluster
from observability.commands.check import outcome_of
from observability.commands.diff import changes, opened, overlay_of, warning
from observability.errors import ClusterError
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.options import environment_argument, with_project
from observability.project import Project


def _refuse_unchecked(catalogue: Catalogue, root: Path) -> None:
    outcome = outcome_of(catalogue, root, datetime.now(UTC).date())
    errors = sum(problem.level is Level.ERROR for problem in outcome.problems)
    if errors or outcome.failures:
        raise ClusterError(
            f"`observability check` finds {errors} errors, and {len(outcome.failures)} checks "
            "could not run: nothing was applied"
        )


@click.command()
@with_project
@environment_argument
@click.option("--waiting", is_flag=True, help="With what waits for upstream, too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the generated files (the project's).",
)
def command(
    project: Project, environment: Environment, root: Path | None, *, waiting: bool, yes: bool
) -> None:
    """Apply ENVIRONMENT by server-side apply, after showing what changes; delete what is obsolete.

    Refuses while `observability check` finds errors. Only objects with our labels are deleted, and
    fields that others have set stay as they are.
    """
    root = root or project.path()
    overlay = overlay_of(environment, root, waiting=waiting)
    changed, gone = changes(environment, overlay)
    if components := opened(project.catalogue, environment):
        raise ClusterError(f"{warning(components, environment.system)}; nothing was applied")
    if not changed and not gone:
        return
    _refuse_unchecked(project.catalogue, root)
    if not yes:
        click.confirm("Apply this?", abort=True)
    click.echo(cluster.apply(overlay, naming.field_manager(environment.system)), nl=False)
    cluster.delete(gone)
    click.echo(f"{len(gone)} obsolete objects deleted")
