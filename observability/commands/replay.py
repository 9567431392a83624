"""`observability replay RECORDING`: which alerts would have fired, and how good that was."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from observability.files import FilesError
from observability.prometheus import promtool, server
from observability.prometheus.binaries import PROJECT
from observability.prometheus.errors import PrometheusError, PromtoolError, ServerError
from observability.recordings.errors import RecordingError
from observability.recordings.timeline import Fault, read_timeline
from observability.replay.alerting import Firing
from observability.replay.engine import Replay, replay
from observability.replay.errors import ReplayError
from observability.replay.evaluation import Tools
from observability.replay.incidents import Quality, qualities
from observability.replay.rules import read_rules, rule_files
from observability.terminal import console, words

CACHE = PROJECT / ".tools" / "cache"
_SEVERITIES = {"critical": "red", "warning": "yellow"}


def as_data(firing: Firing) -> dict[str, Any]:
    """Return an alert as plain data."""
    return {
        "alert": firing.alert,
        "slo": firing.slo,
        "severity": firing.severity,
        "labels": dict(firing.labels),
        "pending_at": firing.pending_at,
        "firing_at": firing.firing_at,
        "resolved_at": firing.resolved_at,
    }


def timeline_of(recording: Path) -> Path | None:
    """Return the timeline that lies beside a recording: `week.timeline.tsv` for `week.om.gz`."""
    beside = recording.with_name(f"{recording.name.partition('.')[0]}.timeline.tsv")
    return beside if beside.is_file() else None


def replayed(recording: Path, rules: Path) -> Replay:
    """Replay the rules on the recording.

    Raises:
        ClickException: that cannot be done, for whatever reason.

    """
    try:
        tools = Tools(promtool=promtool.find(), prometheus=server.find())
        read = read_rules(rule_files(rules), promtool=tools.promtool)
        return replay(recording, read, CACHE, tools=tools)
    except (
        FilesError,
        PrometheusError,
        PromtoolError,
        RecordingError,
        ReplayError,
        ServerError,
    ) as error:
        raise click.ClickException(str(error)) from error


def incidents_of(recording: Path, given: Path | None) -> tuple[Fault, ...]:
    """Return the incidents of the file that was given, or of the recording's timeline.

    Raises:
        ClickException: the file cannot be read.

    """
    path = given or timeline_of(recording)
    try:
        return read_timeline(path) if path else ()
    except RecordingError as error:
        raise click.ClickException(str(error)) from error


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def lasting(seconds: float) -> str:
    """Return seconds in the largest unit that leaves them legible: 90 s, 16 min, 7.5 h."""
    sign, length = ("-" if seconds < 0 else ""), abs(seconds)
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if length >= 2 * size:
            return f"{sign}{length / size:.3g} {unit}"
    return f"{sign}{length:.3g} s"


def _print_alerts(found: Replay) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  rich is slow to import
    from rich.table import Table  # noqa: PLC0415

    out = console()
    span = f"{_moment(found.span.start)} to {_moment(found.span.end)} UTC"
    if not found.firings:
        out.print(words(f"No alert fired from {span}."))
        return
    table = Table(box=SIMPLE_HEAD, title=f"Alerts from {span}")
    for title in ("fired", "severity", "burn tier", "alert", "SLO", "pending for", "lasted"):
        table.add_column(title, justify="right" if title in {"pending for", "lasted"} else "left")
    for firing in found.firings:
        over = firing.resolved_at
        table.add_row(
            words(_moment(firing.firing_at)),
            words(firing.severity or "", _SEVERITIES.get(firing.severity or "", "")),
            words(firing.labels.get("burn_tier", "")),
            words(firing.alert),
            words(firing.slo or firing.labels.get("component", "")),
            words(lasting(firing.firing_at - firing.pending_at)),
            words("until the end" if over is None else lasting(over - firing.firing_at)),
        )
    out.print(table)


def _print_quality(judged: Sequence[Quality], incidents: int) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  rich is slow to import
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, title=f"Quality of the alerts on {incidents} incidents")
    for title in ("alert", "SLO", "severity", "burn tier"):
        table.add_column(title)
    for title in ("fired", "precision", "recall", "detection", "reset"):
        table.add_column(title, justify="right")
    for one in judged:
        table.add_row(
            words(one.rule.alert),
            words(one.rule.slo or one.rule.component or ""),
            words(one.rule.severity or ""),
            words(one.rule.burn_tier or ""),
            words(str(one.fired)),
            words(f"{one.precision:.0%}"),
            words(f"{one.recall:.0%}"),
            words("" if one.detection is None else lasting(one.detection)),
            words("" if one.reset is None else lasting(one.reset)),
        )
    console().print(table)


@click.command()
@click.argument("recording", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--rules",
    type=click.Path(exists=True, path_type=Path),
    default=Path("alerts/promtool"),
    help="A Prometheus rule file, or a folder of *.rules.yaml (alerts/promtool).",
)
@click.option(
    "--incidents",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What happened, as a timeline.tsv (the one beside the recording).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the alerts as JSON.")
def command(recording: Path, rules: Path, incidents: Path | None, *, as_json: bool) -> None:
    """Show which alerts would have fired on a RECORDING, evaluated by a real Prometheus."""
    happened = incidents_of(recording, incidents)
    found = replayed(recording, rules)
    if as_json:
        click.echo(json.dumps([as_data(firing) for firing in found.firings], indent=2))
        return
    _print_alerts(found)
    if happened and found.firings:
        _print_quality(qualities(happened, found.firings), len(happened))
