"""`make mutate`, second part: the share of changes of the figures' code that tests notice."""

import os
import sys
from time import monotonic

import click

from tests.mutation import equivalent, report
from tests.mutation.pages.judging import LIST, BrokenTestsError, by_name, chosen, judged
from tests.mutation.pages.places import PLACES

ENOUGH = 0.98
"""The share that must be noticed, of the mutants that are not equivalent."""


@click.command()
@click.argument("modules", nargs=-1, type=click.Choice(list(PLACES)), metavar="[MODULE]...")
@click.option("--sample", type=click.IntRange(min=1), help="Judge only so many, taken at random.")
@click.option("--seed", type=int, default=1, show_default=True, help="What the sample depends on.")
@click.option(
    "--named", is_flag=True, help="Judge those that have a name; tell which test notices."
)
@click.option("--doubt", is_flag=True, help="Judge those listed as equivalent too.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default=True,
    help="How many mutants are tested at once.",
)
def main(
    modules: tuple[str, ...],
    sample: int | None,
    seed: int,
    jobs: int,
    named: bool,  # noqa: FBT001  a flag arrives as a boolean
    doubt: bool,  # noqa: FBT001  a flag arrives as a boolean
) -> None:
    """Change what makes the figures one place at a time; some test must fail each time.

    MODULE is a module of observability that is listed in places.py; without any, all of them.
    """
    os.environ.setdefault("GOMAXPROCS", "1")
    begun, parts = monotonic(), []
    click.echo(report.HEADING)
    try:
        arguments = equivalent.read(LIST)
        everything = chosen(tuple(PLACES))
        equivalent.check_named(arguments, (m for some in everything.values() for m in some))
        subjects = by_name() if named else chosen(modules or tuple(PLACES), sample, seed)
        for module, some in subjects.items():
            if some:
                part, verdicts = judged(module, some, arguments, jobs, doubt=doubt)
                parts.append(part)
                click.echo(report.line(part))
                for verdict in part.survivors:
                    click.echo(f"    survived: {verdict.mutant.name}")
                for verdict in verdicts if named else ():
                    click.echo(f"    {verdict.mutant.name}: {verdict.killed_by}")
    except (BrokenTestsError, equivalent.StaleError) as error:
        raise click.ClickException(str(error)) from error
    whole = report.total(parts)
    click.echo(report.line(whole))
    click.echo(f"{monotonic() - begun:.0f} s, {jobs} at once")
    sys.exit(whole.share < ENOUGH)


if __name__ == "__main__":
    main()
