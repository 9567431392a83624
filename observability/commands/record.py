"""`observability record`: the raw samples that our SLOs need, from a Prometheus, as a recording."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import httpx

from observability.files import writing
from observability.model.environment import Environment
from observability.options import environment_option, with_project, with_prometheus
from observability.project import Project
from observability.prometheus.client import PrometheusClient
from observability.prometheus.failures import shown_of
from observability.record.pseudonyms import identifying
from observability.record.recorder import Plan, record
from observability.record.selection import selectors
from observability.telemetry import tracing
from observability.terminal import printable

_DAY = timedelta(days=1)
_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """Show how far it has come; only where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415  rich is slow to import
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("recording", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@click.command()
@with_project
@click.option("--prometheus", "url", metavar="URL", required=True, help="Whom to ask.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The recording: FILE.om.gz, or FILE.om.",
)
@click.option("--since", type=click.DateTime(_TIMES), help="From when on, UTC (a day before).")
@click.option("--until", type=click.DateTime(_TIMES), help="Until when, UTC (now).")
@click.option("--slo", "names", multiple=True, help="Only for this SLO; may be given repeatedly.")
@environment_option("Whose targets")
@click.option(
    "--pseudonyms", is_flag=True, help="Hide names of users' things, processes and machines."
)
@with_prometheus
def command(
    project: Project,
    url: str,
    output: Path,
    since: datetime | None,
    until: datetime | None,
    names: tuple[str, ...],
    environment: Environment,
    http: Callable[[], httpx.Client],
    *,
    pseudonyms: bool,
) -> None:
    """Record the raw samples that the SLOs need, and no more.

    A recording that was broken off goes on where it stopped, when it is asked for again with the
    same --since and --until.
    """
    catalogue = project.catalogue
    end = (until or datetime.now(UTC).replace(second=0)).replace(tzinfo=UTC)
    start = end - _DAY if since is None else since.replace(tzinfo=UTC)
    if start >= end:
        raise click.UsageError(f"--since {start:%Y-%m-%dT%H:%M} is not before --until")
    slos = [catalogue.slo(name) for name in names] or list(catalogue.slos)
    plan = Plan(
        url=shown_of(url),
        selectors=tuple(selectors(catalogue, environment, slos)),
        start=int(start.timestamp()),
        end=int(end.timestamp()),
        hidden=identifying(catalogue.metrics) if pseudonyms else frozenset(),
    )
    with (
        tracing("record"),
        writing(output),
        PrometheusClient(url, http=http) as prometheus,
        progress_bar() as progress,
    ):
        provenance = {
            "prometheus": prometheus.build_info().version or "unknown",
            "environment": environment.name,
            "since": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "until": f"{end:%Y-%m-%dT%H:%M:%SZ}",
            "slos": ",".join(slo.name for slo in slos),
            "pseudonyms": "yes" if pseudonyms else "no",
        }
        tally = record(
            prometheus,
            plan,
            output,
            provenance=provenance,
            progress=progress,
        )
    click.echo(
        f"{printable(str(output))}: {tally.samples:,} samples of {len(tally.last):,} series, every "
        f"{tally.interval:g} s; a series ended {tally.ended:,} times, whose stale markers this "
        "format cannot hold"
    )
