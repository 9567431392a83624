"""`observability diff`: what applying an environment would change in the cluster."""

from pathlib import Path

import click

from observability.cluster.apply import Id, context, difference, obsolete
from observability.cluster.kubectl import kubectl_json
from observability.diagnosis.isolation import not_isolated
from observability.errors import FilesError
from observability.generate import KINDS
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.system import System
from observability.options import environment_argument, with_project
from observability.project import Project


def overlay_of(environment: Environment, root: Path, *, waiting: bool) -> Path:
    """Return the folder of an environment's overlay.

    Raises:
        FilesError: it is not there.

    """
    path = root / "overlays" / (environment.name + ("-waiting" if waiting else ""))
    if not (path / "kustomization.yaml").is_file():
        raise FilesError(f"{path} is not there: run `observability generate` first")
    return path


def _where(environment: Environment) -> dict[str, str]:
    """Return by which labels ours are found; dashboards are the same in every environment."""
    ours = ",".join(
        f"{name}={value}" for name, value in naming.managed_by(environment.system).items()
    )
    label = naming.environment_label(environment.system)
    return {
        environment.monitoring.namespace: f"{ours},!{label}",
        environment.namespace: f"{ours},{label}={environment.name}",
    }


def changes(environment: Environment, overlay: Path) -> tuple[str, list[Id]]:
    """Print what would change, and where; return the diff and the objects to delete."""
    click.echo(f"cluster: {context()}")
    changed = difference(overlay, naming.field_manager(environment.system))
    gone = obsolete(overlay, _where(environment), KINDS)
    click.echo(changed, nl=False)
    for object_id in gone:
        click.echo(f"delete: {object_id}")
    if not changed and not gone:
        click.echo("nothing would change")
    return changed, gone


def opened(catalogue: Catalogue, environment: Environment) -> list[str]:
    """Return the components that no network policy of the system's own isolates."""
    policies = kubectl_json(
        "get", "networkpolicies.networking.k8s.io", f"--namespace={environment.namespace}"
    )
    return not_isolated(policies["items"], catalogue)


def warning(components: list[str], system: System) -> str:
    """Return what applying our policies would do to components without policies of their own."""
    return (
        f"no NetworkPolicy of {system.title}'s own selects: {', '.join(components)}. Ours would "
        f"close all of their ports but the metrics port: apply {system.title}'s policies first"
    )


@click.command()
@with_project
@environment_argument
@click.option("--waiting", is_flag=True, help="With what waits for upstream, too.")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the generated files (the project's).",
)
def command(
    project: Project, environment: Environment, root: Path | None, *, waiting: bool
) -> None:
    """Show what `apply` would change in ENVIRONMENT; exit 1 if anything."""
    root = root or project.path()
    overlay = overlay_of(environment, root, waiting=waiting)
    changed, gone = changes(environment, overlay)
    if components := opened(project.catalogue, environment):
        click.echo(f"warning: {warning(components, environment.system)}", err=True)
    if changed or gone:
        raise click.exceptions.Exit(1)
