"""What is changed in a module, and what is not."""

from importlib import import_module

import pytest

from tests.mutation import equivalent
from tests.mutation.pages.changes import mutants
from tests.mutation.pages.judging import LIST, by_name, chosen, judged
from tests.mutation.pages.named import NAMED
from tests.mutation.pages.places import PLACES

_SAMPLE = 8


def _texts(body: str) -> set[str]:
    return {"".join(mutant.text.split()) for mutant in mutants("m", body)}


@pytest.mark.parametrize(
    ("code", "mutant"),
    [
        ("X = a / b", "X = (a * b)"),
        ("X = a < b", "X = (a <= b)"),
        ("X = a and b", "X = (a)"),
        ("X = a if b else c", "X = (c)"),
        ("X = -a", "X = (a)"),
        ("X = 7", "X = 8"),
        ("X = 1.5", "X = 1.35"),
        ("X = Decimal('0.99')", "X = Decimal('0.891')"),
        ("X = join('/', a, b)", "X = join('*', a, b)"),
        ("X = sum_of(a, by=LABELS)", "X = (sum_of(a))"),
        ("X = (names.A, names.B)", "X = ((names.B,))"),
        ("X = (Row(1), Row(2))", "X = ((Row(2),))"),
        ("X = {1: 'a', 2: 'b'}", "X = ({1: 'b', 2: 'a'})"),
        ("X = count.bad", "X = (count.valid)"),
        ("X = max(a, b)", "X = min(a, b)"),
        ("X = told[-most:]", "X = told[:]"),
        ("X = [a for a in b if a.c]", "X = ([a for a in b])"),
        (
            "def x(a):\n    if a:\n        return a",
            "def x(a):\n    if (not (a)):\n        return a",
        ),
    ],
)
def test_a_place_is_changed(code: str, mutant: str) -> None:
    """Each operator of docs/mutation.md, on the smallest text that it changes."""
    assert "".join(mutant.split()) in _texts(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""3 < 4."""',
        "X: Final[3]",
        "panel = Panel(width=3, title='a' if b else c)",
        "def x():\n    raise ValueError(3)",
        "X = f'{a + b}'",
    ],
)
def test_words_types_and_looks_are_left_alone(code: str) -> None:
    """Docstrings, types, messages, texts with values in them and sizes of panels."""
    assert not _texts(code)


def test_each_mutant_of_a_sample_is_noticed() -> None:
    """Some test fails for each sampled change of a figure; `make mutate` judges all changes."""
    arguments = equivalent.read(LIST)
    survivors = [
        verdict.mutant.name
        for module, some in chosen(("expressions.budget", "evaluation.tiers"), _SAMPLE).items()
        if some
        for verdict in judged(module, some, arguments, jobs=1)[0].survivors
    ]
    assert not survivors, "no test notices these changes:\n" + "\n".join(survivors)


@pytest.mark.parametrize("module", PLACES)
def test_each_part_of_a_place_is_in_its_module(module: str) -> None:
    """A part that was renamed would be judged by nobody."""
    defined = import_module(f"observability.{module}")
    assert not [part for part in PLACES[module].parts if not hasattr(defined, part)]


def test_each_name_and_listed_equivalent_is_a_mutant() -> None:
    """A change of the code that takes a named or listed mutant away is told."""
    everything = chosen(tuple(PLACES))
    assert sum(map(len, by_name().values())) == len(NAMED)
    equivalent.check_named(equivalent.read(LIST), (m for some in everything.values() for m in some))
