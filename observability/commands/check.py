"""`observability check`: what is unwise in the definitions or wrong in the emitted files."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from observability.checks.problem import Level, Problem
from observability.checks.run import Outcome, run
from observability.checks.subject import subject
from observability.formats import json_text
from observability.generate import folders, generate
from observability.model.catalogue import Catalogue
from observability.options import with_project
from observability.project import Project
from observability.terminal import printable

REFERENCE = "docs/reference/checks.md"
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow"}


def outcome_of(catalogue: Catalogue, root: Path, today: date) -> Outcome:
    """Return what all checks find in a catalogue, in all that is made of it, and in its files."""
    return run(subject(catalogue, generate, folders=folders(), root=root, today=today))


def merged(problems: Iterable[Problem]) -> list[tuple[Problem, list[str]]]:
    """Return each problem once, with all files that it is in: environments share their faults."""
    files: dict[Problem, list[str]] = {}
    for problem in problems:
        places = files.setdefault(replace(problem, file=""), [])
        if problem.file not in places:
            places.append(problem.file)
    return list(files.items())


def drawn(problem: Problem, files: list[str]) -> str:
    """Return a problem as a compiler shows it."""
    level = click.style(problem.level, fg=_COLOURS[problem.level], bold=True)
    first, *others = files
    lines = [
        f"{level}: {printable(problem.what)}  [{problem.check}]",
        f"  --> {printable(first)}  {printable(problem.name)}",
        *(f"      {printable(file)}" for file in others),
        f"   |  {printable(problem.consequence)}",
        f"   =  {printable(problem.cure)}",
    ]
    return "\n".join(lines)


def _counted(problems: Iterable[tuple[Problem, list[str]]]) -> str:
    levels = [problem.level for problem, _ in problems]
    counts = {level: levels.count(level) for level in Level}
    return ", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items())


def show(outcome: Outcome) -> None:
    """Print all problems, once each, and what could not be checked."""
    problems = merged(outcome.problems)
    for problem, files in problems:
        click.echo(drawn(problem, files) + "\n")
    for name, reason in outcome.failures.items():
        click.echo(f"error: {name} could not be checked: {reason}", err=True)
    if problems:
        click.echo(f"{_counted(problems)}; what each check means: {REFERENCE}")
    elif not outcome.failures:
        click.echo("no problems")


@click.command()
@with_project
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the generated files and runbooks (the project's).",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date that reviews are overdue by (today's).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def command(project: Project, root: Path | None, today: datetime | None, *, as_json: bool) -> None:
    """Check definitions and emitted files; exit 1 if there are errors."""
    outcome = outcome_of(
        project.catalogue, root or project.root, (today or datetime.now(UTC)).date()
    )
    if as_json:
        click.echo(json_text([asdict(problem) for problem in outcome.problems], indent=2))
        for name, reason in outcome.failures.items():
            click.echo(f"error: {name} could not be checked: {reason}", err=True)
    else:
        show(outcome)
    if outcome.failures:
        raise click.exceptions.Exit(2)
    if any(problem.level is Level.ERROR for problem in outcome.problems):
        raise click.exceptions.Exit(1)
