"""`observability list`: the SLOs that there are."""

from typing import Any

import click

from observability.expressions.promql import duration
from observability.formats import json_text
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.slo import SLO
from observability.model.units import percentage
from observability.options import with_project
from observability.project import Project
from observability.terminal import print_table, say


def status(slo: SLO) -> str:
    """Return whether an SLO is live, waits or is retired."""
    if slo.retired:
        return "retired"
    return "live" if slo.is_live else "waiting"


def _here(slo: SLO) -> dict[str, str]:
    return {"objective": str(slo.objective), "window": duration(slo.window)}


def _differences(catalogue: Catalogue, slo: SLO) -> dict[str, dict[str, str]]:
    """Return what differs in environments, by their names; nothing for those like the rest."""
    differences: dict[str, dict[str, str]] = {}
    for environment in catalogue.environments:
        there = next(s for s in catalogue.promises(environment) if s.name == slo.name)
        different = {k: v for k, v in _here(there).items() if v != _here(slo)[k]}
        if different:
            differences[environment.name] = different
    return differences


def listed(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the SLOs as plain data."""
    return [
        {
            "name": slo.name,
            "component": str(slo.component),
            "description": slo.description,
            **_here(slo),
            "policy": slo.policy.name,
            "status": status(slo),
            "waits_for": list(slo.waits_for),
            "alert": naming.burn_alert(catalogue.system, slo),
            "owner": slo.owner,
            "environments": _differences(catalogue, slo),
        }
        for slo in catalogue.slos
    ]


def show(catalogue: Catalogue) -> None:
    """Print the SLOs as a table, then what differs where."""
    print_table(
        ("SLO", "component", "objective", "window", "policy", "status", "owner"),
        (
            (
                slo.name,
                str(slo.component),
                percentage(slo.objective),
                duration(slo.window),
                slo.policy.name,
                (status(slo), "green" if status(slo) == "live" else "yellow"),
                slo.owner,
            )
            for slo in catalogue.slos
        ),
        numeric=("objective", "window"),
    )
    for slo in catalogue.slos:
        for name, different in _differences(catalogue, slo).items():
            what = ", ".join(f"{key} {value}" for key, value in different.items())
            say(f"{slo.name} in {name}: {what}")
    quiet = [e.name for e in catalogue.environments if not e.pages]
    if quiet:
        say(f"Pages become tickets in: {', '.join(quiet)}")


@click.command()
@with_project
@click.option("--json", "as_json", is_flag=True, help="Print the SLOs as JSON.")
def command(project: Project, *, as_json: bool) -> None:
    """List the SLOs: what is promised, by whom, and whether it can be measured yet."""
    if as_json:
        click.echo(json_text(listed(project.catalogue), indent=2))
    else:
        show(project.catalogue)
