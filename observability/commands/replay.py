"""`observability replay RECORDING`: which alerts would have fired, and how good that was."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from observability import files
from observability.alerts import plain
from observability.artefact import MARKUP, Artefact
from observability.drawing.times import lasting, moment, until_the_end
from observability.evaluation.firings import Firing, notifications
from observability.evaluation.quality import Quality, quality
from observability.explanations.what_if import Difference, WhatIf, differences, what_if
from observability.formats import json_text
from observability.model.burn_rate import BurnRatePolicy
from observability.model.catalogue import Catalogue
from observability.model.units import percent, percentage
from observability.options import with_project
from observability.project import Project
from observability.prometheus import promtool, server
from observability.recordings.timeline import Fault, read_timeline
from observability.replay.engine import Replay, replay
from observability.replay.evaluation import Tools
from observability.replay.incidents import concerns
from observability.replay.monitored import relabelling
from observability.replay.picture import page, svg
from observability.replay.rules import read_rules, rule_files
from observability.terminal import print_table, printable, say, working

_SEVERITIES = {"critical": "red", "warning": "yellow"}
_DRAWN = {".svg": svg, ".html": page}


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


def replayed(project: Project, recording: Path, rules: Path) -> Replay:
    """Replay the rules on the recording."""
    tools = Tools(
        promtool=promtool.find(root=project.root), prometheus=server.find(root=project.root)
    )
    read = read_rules(rule_files(rules), promtool=tools.promtool)
    with working() as progress:
        return replay(
            recording,
            read,
            project.cache,
            tools=tools,
            relabelling=relabelling(project.catalogue),
            progress=progress,
        )


def incidents_of(recording: Path, given: Path | None) -> tuple[Fault, ...]:
    """Return the incidents of the file that was given, or of the recording's timeline."""
    path = given or timeline_of(recording)
    return read_timeline(path) if path else ()


def asked_for(
    catalogue: Catalogue, objectives: Iterable[str], policies: Iterable[str]
) -> WhatIf | None:
    """Return what was asked by `SLO=99.95`, `SLO=NAME` and `NAME`; None if nothing was.

    Raises:
        DefinitionError: an SLO or policy is unknown, or the one could not hold with the other.
        UsageError: an objective is of no SLO, or something is asked twice.

    """
    promised: dict[str, Decimal] = {}
    alerting: dict[str, BurnRatePolicy] = {}
    for given in objectives:
        name, equals, value = given.partition("=")
        if not equals:
            raise click.UsageError(
                f"--objective {given}: expected SLO=PERCENT, like push-availability=99.95"
            )
        _once("--objective", name, promised)
        promised[name] = percent(value)
    for given in policies:
        name, _, value = given.rpartition("=")
        _once("--policy", name, alerting)
        alerting[name] = catalogue.policy(value)
    if not promised and not alerting:
        return None
    for_all = alerting.pop("", None)
    return what_if(
        catalogue,
        catalogue.primary,
        objectives=promised,
        policies=alerting,
        policy=for_all,
    )


def _once(option: str, name: str, given: Iterable[str]) -> None:
    if name in given:
        raise click.UsageError(f"{option} is given twice for {name or 'all SLOs'}: give it once")


def replayed_if(project: Project, recording: Path, rules: Iterable[Artefact]) -> Replay:
    """Replay rules that are not among the project's files."""
    with tempfile.TemporaryDirectory(prefix="what-if-") as folder:
        files.write(list(rules), Path(folder), ())
        return replayed(project, recording, Path(folder, plain.FOLDER))


def draw(picture: Path, replayed: Replay, incidents: Sequence[Fault], title: str) -> None:
    """Write a picture, as its suffix says, wholly or not at all."""
    body = _DRAWN[picture.suffix](replayed, incidents, title)
    files.write([Artefact(picture.name, body, "a recording", "replay", MARKUP)], picture.parent, ())


def _print_alerts(replayed: Replay) -> None:
    span = f"{moment(replayed.span.start)} to {moment(replayed.span.end)} UTC"
    if not replayed.firings:
        say(f"No alert fired from {span}.")
        return
    print_table(
        ("fired", "severity", "burn tiers", "alert", "SLO", "pending for", "lasted"),
        (
            (
                moment(firing.firing_at),
                (firing.severity or "", _SEVERITIES.get(firing.severity or "", "")),
                ", ".join(firing.tiers),
                firing.alert,
                firing.slo or firing.component or "",
                lasting(firing.firing_at - (firing.pending_at or firing.firing_at)),
                until_the_end(firing.firing_at, firing.resolved_at),
            )
            for firing in notifications(replayed.firings)
        ),
        title=f"Alerts from {span}",
        numeric=("pending for", "lasted"),
    )


def _print_not_judged(replayed: Replay) -> None:
    """Print the alerts of which the recording has no series, each with how many rules it has."""
    if not replayed.not_judged:
        return
    rules = Counter(replayed.not_judged)
    named = (name if count == 1 else f"{name} ({count})" for name, count in sorted(rules.items()))
    say(
        "Not judged, since the recording has none of the series that they read: "
        + ", ".join(named),
        "yellow",
    )


def _print_quality(judged: Sequence[Quality], incidents: int) -> None:
    numbers = ("fired", "precision", "recall", "detection", "reset")
    print_table(
        ("alert", "SLO", "severity", *numbers),
        (
            (
                figures.alert.name,
                figures.alert.slo or figures.alert.component or "",
                figures.alert.severity or "",
                str(figures.firings),
                "" if figures.precision is None else f"{float(figures.precision):.0%}",
                "" if figures.recall is None else f"{float(figures.recall):.0%}",
                "" if figures.detection is None else lasting(figures.detection.total_seconds()),
                "" if figures.reset is None else lasting(figures.reset.total_seconds()),
            )
            for figures in sorted(judged, key=lambda figures: -figures.firings)
        ),
        title=f"Quality of the alerts on {incidents} incidents",
        numeric=numbers,
    )


def _print_differences(changes: Sequence[Difference]) -> None:
    if not changes:
        say("Nothing changes: what was asked for is what is committed.")
        return
    print_table(
        ("SLO", "objective", "policy", "pages", "tickets"),
        (
            (
                change.before.name,
                _change(percentage(change.before.objective), percentage(change.after.objective)),
                _change(change.before.policy.name, change.after.policy.name),
                _change(change.sent_before.pages, change.sent_after.pages),
                _change(change.sent_before.tickets, change.sent_after.tickets),
            )
            for change in changes
        ),
        title="What changes against the committed rules",
        numeric=("pages", "tickets"),
    )


def _change(before: object, after: object) -> str:
    return f"{before}" if before == after else f"{before} → {after}"


def _title(recording: Path, asked_for: WhatIf | None) -> str:
    changed = (
        [
            f"{new.name} at {percentage(new.objective)} by {new.policy.name}"
            for old, new in zip(asked_for.before, asked_for.after, strict=True)
            if old != new
        ]
        if asked_for
        else []
    )
    return f"Replay of {recording.name}" + (f", if {'; '.join(changed)}" if changed else "")


@click.command()
@with_project
@click.argument("recording", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--rules",
    type=click.Path(exists=True, path_type=Path),
    help="A Prometheus rule file, or a folder of *.rules.yaml (alerts/promtool).",
)
@click.option(
    "--incidents",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What happened, as a timeline.tsv (the one beside the recording).",
)
@click.option(
    "--objective",
    "objectives",
    multiple=True,
    metavar="SLO=PERCENT",
    help="What if this SLO promised this, like push-availability=99.95?",
)
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="[SLO=]POLICY",
    help="What if this SLO, or all, alerted by this policy of the catalogue?",
)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw alerts and incidents over time: FILE.svg, or FILE.html with tables.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the alerts as JSON.")
def command(
    project: Project,
    recording: Path,
    rules: Path | None,
    incidents: Path | None,
    objectives: tuple[str, ...],
    policies: tuple[str, ...],
    picture: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show which alerts would have fired on a RECORDING, evaluated by a real Prometheus.

    With --objective or --policy, rules are made of the changed promises, and what changes against
    the committed ones is shown too. Everything else that is shown is of the changed rules.
    """
    if picture is not None and picture.suffix not in _DRAWN:
        raise click.UsageError(f"--picture {picture}: expected FILE.svg or FILE.html")
    if rules is not None and (objectives or policies):
        raise click.UsageError(
            "--objective and --policy compare with the committed rules, "
            f"{plain.FOLDER}: leave --rules out"
        )
    what_if = asked_for(project.catalogue, objectives, policies)
    happened = incidents_of(recording, incidents)
    if picture is not None:
        files.require_writable(picture.parent)
    committed = replayed(project, recording, rules or project.path(plain.FOLDER))
    shown = committed if what_if is None else replayed_if(project, recording, what_if.rules)
    if picture is not None:
        draw(picture, shown, happened, _title(recording, what_if))
    if as_json:
        click.echo(json_text([as_data(firing) for firing in shown.firings], indent=2))
        return
    _print_alerts(shown)
    _print_not_judged(shown)
    if happened and shown.firings:
        users = {c.name for c in project.catalogue.system.components if c.user_facing}
        _print_quality(quality(shown.firings, happened, concerns(users)), len(happened))
    if what_if is not None:
        _print_differences(differences(what_if, committed.firings, shown.firings))
    if picture is not None:
        click.echo(printable(str(picture)))
