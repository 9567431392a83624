"""Choose mutants, judge them, and hold the outcome against the list of equivalent ones."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from tests.mutation import equivalent, report
from tests.mutation.pages.changes import Mutant, mutants
from tests.mutation.pages.named import NAMED
from tests.mutation.pages.places import PLACES, text
from tests.mutation.pages.running import all_noticed
from tests.mutation.verdict import Verdict

LIST = Path(__file__).with_name("equivalent.yaml")


class BrokenTestsError(Exception):
    """A module's tests do not pass as it is, so none of its mutants can be judged."""


def chosen(
    modules: Sequence[str], sample: int | None = None, seed: int = 1
) -> dict[str, list[Mutant]]:
    """Return the mutants of each module: all of them, or so many of all at random."""
    found = {module: mutants(module, text(module), PLACES[module].parts) for module in modules}
    for named in NAMED:
        if named.module in found:
            found[named.module].append(named.mutant())
    if sample is None:
        return found
    names = [mutant.name for some in found.values() for mutant in some]
    picked = set(Random(seed).sample(names, min(sample, len(names))))  # noqa: S311
    return {module: [m for m in some if m.name in picked] for module, some in found.items()}


def by_name() -> dict[str, list[Mutant]]:
    """Return the mutants that have a name, by module."""
    named = [each.mutant() for each in NAMED]
    return {module: [m for m in named if m.module == module] for module in PLACES}


def judged(
    module: str,
    some: Sequence[Mutant],
    arguments: Mapping[str, str],
    jobs: int,
    *,
    doubt: bool = False,
) -> tuple[report.Figures, list[Verdict]]:
    """Return the figures of mutants of one module, and the verdict on each.

    Those that are listed as equivalent are taken at their word; with `doubt` they are judged too.

    Raises:
        BrokenTestsError: the module's tests do not pass as it is.
        StaleError: a mutant that is listed as equivalent is noticed.

    """
    tests = PLACES[module].paths
    judging = [m for m in some if doubt or m.name not in arguments]
    whole, *killers = all_noticed(
        f"observability.{module}", [text(module), *(m.text for m in judging)], tests, jobs
    )
    if whole is not None:
        raise BrokenTestsError(f"{whole} fails although nothing is changed in {module}")
    verdicts = [
        Verdict(mutant=mutant, killed_by=killer)
        for mutant, killer in zip(judging, killers, strict=True)
    ]
    equivalent.check(arguments, verdicts)
    trusted = [Verdict(mutant=m, killed_by=None) for m in some if m not in judging]
    return report.figures(module, [*verdicts, *trusted], arguments, invalid=0), verdicts
