"""`observability review`: the document for the SLO review meeting."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx

from observability import files
from observability.alerts import plain
from observability.artefact import MARKUP, Artefact
from observability.errors import ReviewError
from observability.evaluation.firings import Firing
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.review import Exclusion, Incident, ReviewInputs
from observability.options import environment_option, with_project, with_prometheus
from observability.project import Project
from observability.prometheus import promtool, server
from observability.prometheus.client import PrometheusClient, local_http
from observability.prometheus.failures import shown_of
from observability.replay.engine import replay
from observability.replay.evaluation import Tools
from observability.replay.monitored import relabelling
from observability.replay.rules import read_rules, rule_files
from observability.replay.serving import serving
from observability.review.assembly import Review, review
from observability.review.contributors import with_contributors
from observability.review.data import as_data
from observability.review.decisions import decisions
from observability.review.document import Document
from observability.review.earlier import read_earlier
from observability.review.ledger import Ledger
from observability.review.markdown import markdown
from observability.review.metrics import gauges
from observability.review.page import page
from observability.review.period import Period, period, whole_of
from observability.review.restarts import with_restarts
from observability.review.sections.summary import MOST_DECISIONS
from observability.review.sections.whole import whole
from observability.review.source import Window, read_ledger
from observability.telemetry import span, tracing, write_textfile
from observability.terminal import printable, working

REVIEWED = "reviews"
"""The folder where reviews are kept, to be committed: `reviews/<of what>/<period>/`."""


def windows(inputs: ReviewInputs) -> list[Window]:
    """Return the times whose rows of a minute are wanted."""
    given: tuple[Incident | Exclusion, ...] = (*inputs.incidents, *inputs.exclusions)
    return [Window(start=stretch.start, end=stretch.end, slos=stretch.slos) for stretch in given]


def revision(root: Path) -> str:
    """Return the commit of the definitions, with a + where files differ from it; "" if unknown."""
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run(  # noqa: S603  our own words
        [git, "-C", str(root), "describe", "--always", "--dirty=+"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


@contextmanager
def recorded(
    project: Project, recording: Path
) -> Iterator[tuple[str, datetime, datetime, tuple[Firing, ...]]]:
    """Run a Prometheus over a recording and what our rules record of it.

    Yields its URL, the recording's first and last time, and the alerts that fired.
    """
    tools = Tools(
        promtool=promtool.find(root=project.root), prometheus=server.find(root=project.root)
    )
    rules = read_rules(rule_files(project.path(plain.FOLDER)), promtool=tools.promtool)
    with span("replay"), working() as progress:
        replayed = replay(
            recording,
            rules,
            project.cache,
            tools=tools,
            relabelling=relabelling(project.catalogue),
            progress=progress,
        )
    start, end = replayed.span.start, replayed.span.end
    with serving(replayed.storage, tools=tools) as running:
        yield (
            running.url,
            datetime.fromtimestamp(start, UTC),
            datetime.fromtimestamp(end, UTC),
            replayed.firings,
        )


def with_causes(
    client: PrometheusClient,
    catalogue: Catalogue,
    environment: Environment,
    chosen: Period,
    ledger: Ledger,
) -> Ledger:
    """Return the ledger with what raw series tell: who contributed, and who restarted."""
    with span("contributors"):
        ledger = with_contributors(client, catalogue, environment, chosen, ledger)
    with span("restarts"):
        return with_restarts(client, catalogue, environment, chosen, ledger)


def of_recording(
    project: Project, recording: Path, text: str | None, inputs: ReviewInputs
) -> tuple[Period, Ledger]:
    """Return the period and the ledger of a recording, taken to be of the primary environment."""
    catalogue = project.catalogue
    environment = catalogue.primary
    with (
        recorded(project, recording) as (url, start, end, firings),
        PrometheusClient(url, http=local_http) as client,
    ):
        chosen = whole_of(start, end) if text is None else period(text, end)
        if chosen.reached <= start:
            raise ReviewError(
                f"{chosen.name} ends before the recording begins ({start:%Y-%m-%d %H:%M} UTC): "
                "choose a later period"
            )
        within = tuple(
            firing
            for firing in firings
            if firing.firing_at <= chosen.reached.timestamp()
            and (firing.resolved_at is None or firing.resolved_at > chosen.start.timestamp())
        )
        ledger = read_ledger(
            client,
            environment,
            chosen,
            catalogue.promises(environment),
            windows(inputs),
            source=f"recording {recording.name}",
        )
        ledger = with_causes(client, catalogue, environment, chosen, ledger)
        # A replay knows better than ALERTS, which a recording of raw samples lacks.
        return chosen, replace(ledger, firings=within)


def of_prometheus(
    url: str,
    catalogue: Catalogue,
    environment: Environment,
    text: str | None,
    inputs: ReviewInputs,
    http: Callable[[], httpx.Client],
    now: datetime,
) -> tuple[Period, Ledger]:
    """Return the period and the ledger of a Prometheus."""
    chosen = period(text or "28d", now)
    with PrometheusClient(url, http=http) as client:
        source = shown_of(url)
        ledger = read_ledger(
            client,
            environment,
            chosen,
            catalogue.promises(environment),
            windows(inputs),
            source=source,
        )
        return chosen, with_causes(client, catalogue, environment, chosen, ledger)


def artefacts(review: Review, document: Document) -> list[Artefact]:
    """Return the three files of a review."""
    source = "the ledger"
    return [
        Artefact("review.json", as_data(review), source, "review"),
        Artefact("review.md", markdown(document), source, "review", MARKUP),
        Artefact("review.html", page(document), source, "review", MARKUP),
    ]


@click.command()
@with_project
@click.option("--prometheus", metavar="URL", help="The Prometheus that holds the ledger.")
@click.option(
    "--recording",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A recording instead; it is taken to be the primary environment's.",
)
@click.option(
    "--period",
    "text",
    metavar="PERIOD",
    help="2026-01, 2026-Q1, 28d or 7d (28d; of a recording, all of it).",
)
@environment_option("Whose rows to read")
@click.option(
    "--inputs",
    "name",
    help="Whose inputs to use, of the catalogue's reviews (the environment's or recording's).",
)
@click.option(
    "--earlier",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Earlier reviews: review.json, or folders of them (those beside the output).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write into (reviews/NAME/PERIOD).",
)
@click.option(
    "--textfile",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Metrics of this run, for node-exporter's textfile collector: FILE.prom.",
)
@with_prometheus
def command(
    project: Project,
    prometheus: str | None,
    recording: Path | None,
    text: str | None,
    environment: Environment,
    name: str | None,
    earlier: tuple[Path, ...],
    output: Path | None,
    textfile: Path | None,
    http: Callable[[], httpx.Client],
) -> None:
    """Write review.html, review.md and review.json for an SLO review meeting."""
    if (prometheus is None) == (recording is None):
        raise click.UsageError("give one of --prometheus URL and --recording FILE")
    began = time.monotonic()
    now = datetime.now(UTC)
    subject = name or (environment.name if recording is None else recording.name.split(".")[0])
    inputs = project.catalogue.inputs(subject)
    reviews_folder = project.path(REVIEWED, subject)
    with tracing("review"):
        files.require_writable(output or reviews_folder)
        if recording is not None:
            environment = project.catalogue.primary
            chosen, ledger = of_recording(project, recording, text, inputs)
        else:
            with span("read ledger"):
                chosen, ledger = of_prometheus(
                    prometheus or "", project.catalogue, environment, text, inputs, http, now
                )
        folder = output or reviews_folder / chosen.name
        beside = [] if output or not reviews_folder.is_dir() else [reviews_folder]
        known = read_earlier(path for path in (*earlier, *beside))
        with span("compute"):
            reviewed = review(
                project.catalogue,
                environment,
                chosen,
                inputs,
                ledger,
                earlier=[
                    past for past in known if (past.name, past.end) != (chosen.name, chosen.reached)
                ],
                written=now,
                revision=revision(project.root),
            )
        with span("draw"):
            drawn = artefacts(reviewed, whole(reviewed))
        with span("write"):
            files.write(drawn, folder, ())
    if textfile is not None:
        run = gauges(reviewed, seconds=time.monotonic() - began)
        with files.writing(textfile):
            write_textfile("review", environment.name, run, textfile)
    for decision in decisions(reviewed)[:MOST_DECISIONS]:
        click.echo(f"- {printable(decision.what)}")
    click.echo(f"{folder / 'review.html'} (and .md, .json)")
