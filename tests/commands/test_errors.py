"""Errors: one tree, and one place that shows them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import observability
from observability import cli, errors
from observability.errors import ObservabilityError

ENGINE = Path(observability.__file__).parent


def below(error: type[ObservabilityError]) -> Iterator[type[ObservabilityError]]:
    """Yield all errors that are of a kind."""
    for kind in error.__subclasses__():
        yield kind
        yield from below(kind)


KINDS = sorted(below(ObservabilityError), key=str)


def test_the_tree_is_as_it_is_drawn() -> None:
    """The docstring names every error once, beneath what it is a kind of."""
    drawn = re.findall(r"^    ([│ ]*[├└]── )(\w+)", errors.__doc__ or "", re.MULTILINE)
    depths = {name: len(branch) // 4 for branch, name in drawn}
    assert depths == {
        kind.__name__: sum(issubclass(base, ObservabilityError) for base in kind.__mro__) - 1
        for kind in KINDS
    }


def test_there_is_no_error_outside_of_the_tree() -> None:
    """Each exception that this package defines is in `errors.py`."""
    defined = [
        f"{path.relative_to(ENGINE)}:{node.name}"
        for path in ENGINE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
        if path.name != "errors.py"
    ]
    assert defined == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_line_shows_every_error_alike(
    kind: type[ObservabilityError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, and exit 2: 1 is kept for findings."""

    def refuse(*_: object) -> None:
        raise kind("the oven is cold: heat it")

    monkeypatch.setattr(cli._Verbs, "get_command", refuse)
    result = CliRunner().invoke(cli.cli, ["list"])
    assert (result.exit_code, result.output) == (2, "error: the oven is cold: heat it\n")
