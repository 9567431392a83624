"""Choose mutants, judge them, and hold the outcome against the list of equivalent ones."""

from collections.abc import Mapping, Sequence
from random import Random

from observability.prometheus.promtool import Promtool
from tests.mutation import equivalent, report
from tests.mutation.proofs import accepted, proofs, verdicts
from tests.mutation.rules import Mutant, mutants
from tests.mutation.subjects import FOLDER
from tests.mutation.verdict import Verdict


def chosen(
    files: Sequence[str], sample: int | None = None, seed: int = 1
) -> dict[str, list[Mutant]]:
    """Return the mutants of each file: all of them, or so many taken at random over all files."""
    found = {file: mutants(FOLDER / file) for file in files}
    if sample is None:
        return found
    everything = [mutant for file in files for mutant in found[file]]
    picked = set(Random(seed).sample(everything, min(sample, len(everything))))  # noqa: S311
    return {file: [m for m in found[file] if m in picked] for file in files}


def judged(
    file: str,
    some: Sequence[Mutant],
    promtools: Sequence[Promtool],
    arguments: Mapping[str, str],
    jobs: int,
    *,
    doubt: bool = False,
) -> report.Figures:
    """Return the figures of mutants of one rule file.

    Those that are listed as equivalent are taken at their word: each would run through all cases.
    With `doubt` they are judged like the others.

    Raises:
        BrokenProofsError: the file's tests do not pass as they are.
        StaleError: the list of equivalent mutants names one that is killed, or is none.

    """
    valid = accepted(some, promtools[0])
    trusted = {m for m in valid if m.name in arguments and not doubt}
    judging = [mutant for mutant in valid if mutant not in trusted]
    results = verdicts(judging, proofs(FOLDER / file, promtools), jobs)
    equivalent.check(arguments, results)
    results += [Verdict(mutant=mutant, killed_by=None) for mutant in trusted]
    return report.figures(file, results, arguments, invalid=len(some) - len(valid))
