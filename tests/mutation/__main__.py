"""`make mutate`: the share of mutants of the emitted rules that the emitted tests notice."""

import os
import sys
from time import monotonic

import click

from observability.prometheus.promtool import installed
from tests.mutation import equivalent, report
from tests.mutation.judging import chosen, judged
from tests.mutation.proofs import BrokenProofsError
from tests.mutation.subjects import SUBJECTS

ENOUGH = 0.98
"""The share that must be killed, of the mutants that are not equivalent."""


@click.command()
@click.argument("files", nargs=-1)
@click.option("--sample", type=click.IntRange(min=1), help="Judge only so many, taken at random.")
@click.option("--seed", type=int, default=1, show_default=True, help="What the sample depends on.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default=True,
    help="How many promtools run at once.",
)
@click.option("--doubt", is_flag=True, help="Judge those listed as equivalent too (slow).")
@click.option("--release", type=click.Choice(["2", "3"]), help="Judge on one Prometheus only.")
def main(
    files: tuple[str, ...],
    sample: int | None,
    seed: int,
    jobs: int,
    doubt: bool,  # noqa: FBT001  a flag arrives as a boolean
    release: str | None,
) -> None:
    """Change the emitted rules one place at a time; some emitted test must fail each time.

    FILES are rule files of alerts/promtool/; without any, one for each kind of SLI and policy.
    """
    # Several promtools run at once: each has one core.
    os.environ.setdefault("GOMAXPROCS", "1")
    promtools = [p for p in installed() if release in {None, str(p.release)}]
    if not promtools:
        raise click.ClickException("there is no promtool in .tools/: run `make tools`")
    begun, parts = monotonic(), []
    click.echo(report.HEADING)
    try:
        arguments = equivalent.read()
        everything = chosen(tuple(SUBJECTS))
        equivalent.check_named(arguments, (m for some in everything.values() for m in some))
        for file, some in chosen(files or tuple(SUBJECTS), sample, seed).items():
            if some:
                part = judged(file, some, promtools, arguments, jobs, doubt=doubt)
                parts.append(part)
                click.echo(report.line(part))
                for verdict in part.survivors:
                    click.echo(f"    survived: {verdict.mutant.name}")
    except (BrokenProofsError, equivalent.StaleError) as error:
        raise click.ClickException(str(error)) from error
    whole = report.total(parts)
    click.echo(report.line(whole))
    click.echo(f"{whole.invalid} more were no rules; {monotonic() - begun:.0f} s, {jobs} at once")
    sys.exit(whole.share < ENOUGH)


if __name__ == "__main__":
    main()
