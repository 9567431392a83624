"""`observability backfill`: the history of a new SLO, as blocks for its Prometheus."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx

from observability.backfill import history
from observability.errors import RecordError
from observability.expressions.promise import promise
from observability.files import writing
from observability.model.environment import Environment
from observability.model.windows import ROLLUP_SECONDS
from observability.options import environment_option, with_project, with_prometheus
from observability.project import Project
from observability.prometheus import promtool
from observability.prometheus.client import PrometheusClient
from observability.recordings import openmetrics
from observability.terminal import printable

_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M"]


@click.command()
@with_project
@click.option("--prometheus", "url", metavar="URL", required=True, help="Whom to ask.")
@click.option("--slo", "names", multiple=True, required=True, help="Which SLO; repeatable.")
@click.option("--since", type=click.DateTime(_TIMES), required=True, help="From when on, UTC.")
@click.option(
    "--until",
    type=click.DateTime(_TIMES),
    required=True,
    help="Until when, UTC: not after its rules were loaded.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A new folder for the blocks.",
)
@environment_option("Whose rows")
@with_prometheus
def command(
    project: Project,
    url: str,
    names: tuple[str, ...],
    since: datetime,
    until: datetime,
    output: Path,
    environment: Environment,
    http: Callable[[], httpx.Client],
) -> None:
    """Write the ledger's rows of a time before its rules were loaded, as blocks."""
    catalogue = project.catalogue
    start, end = (
        int(time.replace(tzinfo=UTC).timestamp()) // ROLLUP_SECONDS * ROLLUP_SECONDS
        for time in (since, until)
    )
    if start >= end:
        raise click.UsageError("--since is not before --until")
    if output.is_dir() and any(output.iterdir()):
        raise click.UsageError(f"{output} is not empty: give a new folder")
    tool = promtool.find(root=project.root)
    slos = [catalogue.slo(name) for name in dict.fromkeys(names)]
    with PrometheusClient(url, http=http) as prometheus:
        rows = [
            row
            for slo in slos
            for row in history(prometheus, promise(catalogue, slo, environment), (start, end))
        ]
    if not rows:
        raise RecordError(
            f"there is nothing to count in that time: is {catalogue.system.title} scraped "
            "there, with the labels that our monitors give? `observability doctor` tells"
        )
    with writing(output), tempfile.TemporaryDirectory(prefix="backfill-") as work:
        text = Path(work, "rows.om")
        openmetrics.write(text, rows)
        promtool.create_blocks(tool, text, output)
    click.echo(
        f"{len(rows):,} rows in {printable(str(output))}: copy what is in it into the data folder "
        "of Prometheus, which reads it within minutes"
    )
