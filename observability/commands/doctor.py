"""`observability doctor`: what is true of a running system, and what to mend."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import httpx

from observability.cluster.kubectl import kubectl_json
from observability.diagnosis.exposition import (
    MAX_BYTES,
    Families,
    families,
    merged,
)
from observability.diagnosis.finding import Finding, Level
from observability.diagnosis.installation import installation_findings
from observability.diagnosis.metrics import metric_findings
from observability.diagnosis.readiness import Readiness, SLOReadiness, slos_readiness
from observability.diagnosis.rows import row_findings
from observability.diagnosis.server import exposed_families, server_findings
from observability.diagnosis.textfile import gauges
from observability.diagnosis.traffic import traffic_findings
from observability.errors import ClusterError, ExpositionError, FilesError
from observability.files import writing
from observability.formats import json_text, read_json
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.options import environment_option, with_project, with_prometheus
from observability.project import Project
from observability.prometheus.client import TIMEOUT_SECONDS, PrometheusClient
from observability.prometheus.failures import shown_of
from observability.telemetry import write_textfile
from observability.terminal import printable

UPSTREAM = "docs/reference/upstream.md"
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def _fetched(url: str) -> Iterator[Finding | Families]:
    shown = shown_of(url)
    body = bytearray()
    try:
        with (
            httpx.Client(timeout=TIMEOUT_SECONDS) as http,
            http.stream("GET", url) as response,
        ):
            for part in response.iter_bytes():
                body += part
                if len(body) > MAX_BYTES:
                    break
    except (httpx.InvalidURL, UnicodeError):
        # Its reason would quote a part of the URL, which may be a part of the password.
        raise ExpositionError(
            f"{shown} cannot be fetched: expected http://host:port/metrics"
        ) from None
    except httpx.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise ExpositionError(f"{shown} cannot be fetched: {reason}") from None
    if response.status_code != httpx.codes.OK:
        raise ExpositionError(
            f"{shown} answered {response.status_code} {response.reason_phrase}: "
            "expected 200; is that the metrics port, and its path?"
        )
    if not response.headers.get("content-type"):
        yield Finding(
            level=Level.WARNING,
            about=shown,
            what="It answers without a Content-Type.",
            consequence="Prometheus 3 refuses the scrape unless its monitor says how to read it.",
            cure="Our monitors do, for Prometheus 3: fallbackScrapeProtocol.",
        )
    if not body:
        yield Finding(
            level=Level.WARNING,
            about=shown,
            what="It answers with an empty body.",
            consequence="The target is up, and nothing that it does is counted.",
            cure=f"Has it done anything yet? Else upstream must call its collectors: {UPSTREAM}.",
        )
    yield families(bytes(body), shown)


def _file(path: Path) -> Iterator[Families]:
    bodies = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if path.is_dir():
        # Beside recorded bodies, named by their second, lie notes of other kinds.
        bodies = [body for body in bodies if body.stem.isdecimal()] or bodies
    if not bodies:
        raise ExpositionError(f"{path} holds no *.txt: expected bodies as /metrics serves them")
    for body in bodies:
        try:
            if body.stat().st_size > MAX_BYTES:
                families(b" " * (MAX_BYTES + 1), str(body))
            yield families(body.read_bytes(), str(body))
        except OSError as error:
            raise ExpositionError(f"{body} cannot be read: {error.strerror}") from None


def _exposed(sources: Iterable[str]) -> tuple[list[Finding], Families]:
    findings: list[Finding] = []
    of_sources: list[Families] = []
    for source in sources:
        is_url = source.startswith(("http://", "https://"))
        for item in _fetched(source) if is_url else _file(Path(source)):
            if isinstance(item, Finding):
                findings.append(item)
            else:
                of_sources.append(item)
    return findings, merged(of_sources)


def _read(path: Path) -> Any:  # noqa: ANN401
    try:
        return read_json(path)
    except FilesError as error:
        raise FilesError(
            f"{error}: expected a Prometheus object, as "
            "kubectl get prometheus NAME --output=json writes it"
        ) from None


def _items(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the objects of a List, or the one object that there is."""
    objects = value.get("items", [value]) if isinstance(value, dict) else []
    return [item for item in objects if isinstance(item, dict)]


def _prometheuses(path: Path | None, *, ask: bool) -> list[dict[str, Any]]:
    if ask:
        value = kubectl_json("get", "prometheuses.monitoring.coreos.com", "--all-namespaces")
    elif path is not None:
        value = _read(path)
    else:
        return []
    wanted = [item for item in _items(value) if item.get("kind") == "Prometheus"]
    if not wanted:
        raise ClusterError("there is no Prometheus object: expected kind Prometheus")
    return wanted


def _nearest(
    objects: list[dict[str, Any]], catalogue: Catalogue, environment: Environment
) -> Iterator[Finding]:
    """Return the findings of the Prometheus that fits best: only one has to watch us."""
    candidates = [
        list(installation_findings(prometheus, catalogue, environment)) for prometheus in objects
    ]
    if candidates:
        yield from min(
            candidates, key=lambda findings: sum(f.level is Level.ERROR for f in findings)
        )


def _in_part(warning: str) -> Finding:
    return Finding(
        level=Level.WARNING,
        about="answers",
        what=f"Prometheus warns that they may be a part only: {warning}.",
        consequence="What is said to be missing may be there.",
        cure="Look again when all that it reads from (remote storage, stores of Thanos) answers.",
    )


def _drawn(finding: Finding) -> str:
    level = click.style(finding.level, fg=_COLOURS[finding.level], bold=True)
    return (
        f"{level}: {printable(finding.about)}: {printable(finding.what)}\n"
        f"   |  {printable(finding.consequence)}\n"
        f"   =  {printable(finding.cure)}\n"
    )


def _show(
    catalogue: Catalogue, findings: list[Finding], states: list[SLOReadiness], seen: int
) -> None:
    for finding in findings:
        click.echo(_drawn(finding))
    if not findings:
        click.echo("Nothing is wrong with what was looked at.\n")
    for state in Readiness:
        slos = [slo for slo in states if slo.state is state]
        if slos:
            click.echo(f"{state}: {len(slos)} of {len(states)} SLOs")
        together: dict[tuple[str, ...], list[str]] = {}
        for slo in slos:
            together.setdefault(slo.needs, []).append(slo.slo)
        for needs, names in together.items():
            click.echo(f"  {', '.join(names)}")
            for need in needs:
                click.echo(f"      {printable(need)}")
    defined = len(catalogue.metrics)
    click.echo(f"\n{seen} of the catalogue's {defined} metrics are there.")
    for change in catalogue.upstream[:1]:
        click.echo(f"Upstream, as far as we know: {change.what}")
        click.echo(f"  Seen until then: {change.seen} All that is missing: {UPSTREAM}.")


@click.command()
@with_project
@click.option(
    "--metrics",
    multiple=True,
    metavar="FILE_OR_URL",
    help="What a program exposes: a URL, a file, or a folder of bodies; may be given repeatedly.",
)
@click.option("--prometheus", metavar="URL", help="The Prometheus that scrapes the environment.")
@with_prometheus
@environment_option("Which environment it is")
@click.option(
    "--prometheus-object",
    "path",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The cluster's Prometheus object as JSON.",
)
@click.option("--kubectl", "ask", is_flag=True, help="Ask kubectl for the Prometheus object.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings and states as JSON.")
@click.option(
    "--textfile",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Metrics of this run, for node-exporter's textfile collector: FILE.prom.",
)
def command(
    project: Project,
    metrics: tuple[str, ...],
    prometheus: str | None,
    environment: Environment,
    path: Path | None,
    textfile: Path | None,
    http: Callable[[], httpx.Client],
    *,
    ask: bool,
    as_json: bool,
) -> None:
    """Say which metrics are missing, which SLOs are live, waiting or blind, and what to mend."""
    if not (metrics or prometheus or path or ask):
        raise click.UsageError("give --metrics, --prometheus, --prometheus-object or --kubectl")
    began = time.monotonic()
    catalogue = project.catalogue
    findings: list[Finding] = []
    exposed: Families = {}
    if metrics:
        findings, exposed = _exposed(metrics)
    if prometheus:
        with PrometheusClient(prometheus, http=http) as client:
            exposed = merged([exposed, exposed_families(client, environment)])
            findings += server_findings(client, catalogue, environment)
            findings += row_findings(client, catalogue, environment)
            findings += traffic_findings(client, catalogue, environment)
            findings += map(_in_part, client.warnings)
    findings += _nearest(_prometheuses(path, ask=ask), catalogue, environment)
    states: list[SLOReadiness] = []
    if metrics or prometheus:
        findings += metric_findings(catalogue, exposed)
        states = slos_readiness(catalogue, exposed)
    findings.sort(key=lambda finding: list(Level).index(finding.level))
    if textfile is not None:
        seconds = time.monotonic() - began
        run = gauges(findings, states, finished=time.time(), seconds=seconds)
        with writing(textfile):
            write_textfile("doctor", environment.name, run, textfile)
    if as_json:
        report = {"findings": list(map(asdict, findings)), "slos": list(map(asdict, states))}
        click.echo(json_text(report, indent=2))
    else:
        seen = sum(metric.name in exposed for metric in catalogue.metrics)
        _show(catalogue, findings, states, seen)
    if any(finding.level is not Level.NOTE for finding in findings):
        raise click.exceptions.Exit(1)
