"""`observability preview`: every dashboard, drawn with recorded data, on one static page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import httpx

from observability import files
from observability.artefact import MARKUP, Artefact
from observability.errors import DefinitionError
from observability.formats import parsed_json
from observability.generate import generate
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.options import environment_option, with_project, with_prometheus
from observability.preview.answers import Time, answers, variables_of
from observability.preview.html import Drawn, page
from observability.project import Project
from observability.prometheus import promtool, server
from observability.prometheus.client import PrometheusClient, local_http
from observability.prometheus.failures import shown_of
from observability.replay.engine import replay
from observability.replay.evaluation import Tools
from observability.replay.monitored import relabelling
from observability.replay.rules import read_rules, rule_files
from observability.replay.serving import serving
from observability.terminal import printable

SCRAPE_SECONDS = 15
STEPS = 240
"""About as many points as a chart has pixels to show."""


@contextmanager
def _recorded(
    project: Project, recording: Path, environment: Environment
) -> Iterator[tuple[str, Time]]:
    """Serve a recording with what the emitted rules record of it; give its URL and its time."""
    tools = Tools(
        promtool=promtool.find(root=project.root), prometheus=server.find(root=project.root)
    )
    emitted = rule_files(project.path("alerts", environment.name))
    rules = read_rules(emitted, promtool=tools.promtool)
    replayed = replay(
        recording,
        rules,
        project.cache,
        tools=tools,
        relabelling=relabelling(project.catalogue),
    )
    start, end = replayed.span.start, replayed.span.end
    step = max(SCRAPE_SECONDS, int((end - start) / STEPS))
    with serving(replayed.storage, tools=tools) as running:
        yield (
            running.url,
            Time(start=start, end=end, step=step, scrape_interval=SCRAPE_SECONDS),
        )


@contextmanager
def _live(url: str, http: Callable[[], httpx.Client]) -> Iterator[tuple[str, Time]]:
    with PrometheusClient(url, http=http) as prometheus:
        result = prometheus.query("time()")
    end = result.series[0].samples[0][1]
    yield url, Time(start=end - 6 * 3600, end=end, step=60, scrape_interval=30)


def _dashboards(catalogue: Catalogue, only: str | None) -> list[dict[str, Any]]:
    made = generate(catalogue, "dashboards")
    dashboards = [parsed_json(files.serialise(a)) for a in made if a.path.endswith(".json")]
    if only is None:
        return dashboards
    known = ", ".join(dashboard["uid"] for dashboard in dashboards)
    chosen = [dashboard for dashboard in dashboards if dashboard["uid"] == only]
    if not chosen:
        raise DefinitionError(f"there is no dashboard {only!r}; there are: {known}")
    return chosen


@click.command()
@with_project
@click.option(
    "--recording",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="OpenMetrics text with timestamps, plain or .gz (the one that pyproject.toml names).",
)
@click.option("--prometheus", metavar="URL", help="Ask this Prometheus instead, for 6 hours.")
@environment_option("The environment that is shown")
@click.option("--slo", "name", help="The SLO that the SLO page shows (the catalogue's first).")
@click.option("--dashboard", "only", metavar="UID", help="Draw this dashboard only.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("preview.html"),
    help="The file to write (preview.html).",
)
@with_prometheus
def command(
    project: Project,
    recording: Path | None,
    prometheus: str | None,
    environment: Environment,
    name: str | None,
    only: str | None,
    output: Path,
    http: Callable[[], httpx.Client],
) -> None:
    """Draw every dashboard with recorded data, on one static page."""
    catalogue = project.catalogue
    slo = catalogue.slos[0] if name is None else catalogue.slo(name)
    values = {
        "component": str(slo.component),
        "environment": environment.name,
        "namespace": environment.namespace,
        "runbook": f"{environment.runbooks_url}/{naming.burn_alert(catalogue.system, slo)}.md",
        "slo": slo.name,
    }
    dashboards = _dashboards(catalogue, only)
    if prometheus:
        source, opened = shown_of(prometheus), _live(prometheus, http)
    else:
        recording = recording or project.recording
        if recording is None:
            raise click.UsageError("give --recording FILE or --prometheus URL")
        source, opened = recording.name, _recorded(project, recording, environment)
    ours = http if prometheus else local_http
    files.require_writable(output.parent)
    with opened as (url, time), PrometheusClient(url, http=ours) as client:
        drawn = [
            Drawn(dashboard=d, answers=list(answers(d, client, time, v)), values=v)
            for d in dashboards
            for v in (variables_of(d, values),)
        ]
    drawing = Artefact(output.name, page(drawn, time, source), "dashboards/", "preview", MARKUP)
    files.write([drawing], output.parent, ())
    for warning in client.warnings:
        # A page of today is looked at today: what is missing in it is said to whoever draws it.
        click.echo(f"Prometheus warns, so a part may be missing: {printable(warning)}", err=True)
    queries = [query for d in drawn for answer in d.answers for query in answer.queries]
    answered = sum(bool(query.result.series) for query in queries)
    panels = sum(len(d.answers) for d in drawn)
    click.echo(
        f"{output}: {len(drawn)} dashboards, {panels} panels, {len(queries)} queries, "
        f"{answered} with data"
    )
