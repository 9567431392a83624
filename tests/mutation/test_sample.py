"""A sample of the mutants, small enough for every run; `make mutate` judges them all."""

from tests.mutation import equivalent
from tests.mutation.judging import chosen, judged
from tests.mutation.subjects import SUBJECTS
from tests.programs import promtool

_FILES = (
    "frontend.targets.rules.yaml",
    "health.rules.yaml",
    "frontend-scrape-coverage.rules.yaml",
    "leader-present.rules.yaml",
    "push-availability.period.rules.yaml",
)
"""The quickest of each sort: targets, our own rules, a ledger with and without pages, a period."""
_SAMPLE = 60


def test_each_mutant_of_a_sample_is_noticed() -> None:
    """Some emitted test fails for each sampled change of an emitted rule."""
    arguments = equivalent.read()
    survivors = [
        verdict.mutant.name
        for file, some in chosen(_FILES, _SAMPLE).items()
        if some
        for verdict in judged(file, some, [promtool()], arguments, jobs=1).survivors
    ]
    assert not survivors, (
        "no emitted test notices these changes of emitted rules; add a case to "
        "observability/proofs, or list what is equivalent in tests/mutation/equivalent.yaml:"
        "\n" + "\n".join(survivors)
    )


def test_listed_equivalents_exist() -> None:
    """Each mutant that is listed as equivalent is a mutant of the rules as they are now."""
    everything = chosen(tuple(SUBJECTS))
    equivalent.check_named(equivalent.read(), (m for some in everything.values() for m in some))
