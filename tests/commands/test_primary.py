"""One environment is meant where none is named: the catalogue's primary, whatever its place."""

from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from observability.checks.subject import subject
from observability.errors import DefinitionError
from observability.files import serialise
from observability.generate import generate
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.options import environment_option
from observability.project import Project
from tests.shop import PROD, SHOP, TODAY

CANARY = replace(PROD, name="canary", namespace="shop-canary", pages=False)
PAGING = replace(CANARY, pages=True)
MORE = [
    pytest.param(replace(SHOP, environments=(PROD, CANARY)), id="last, no pages"),
    pytest.param(replace(SHOP, environments=(PAGING, PROD)), id="first, pages"),
]


def _emitted(catalogue: Catalogue) -> dict[str, str]:
    return {artefact.path: serialise(artefact) for artefact in generate(catalogue)}


@pytest.mark.parametrize("catalogue", MORE)
def test_another_environment_adds_its_own_files_and_changes_none(catalogue: Catalogue) -> None:
    """Dashboards still open with the primary one, and its rules are the ones that are proven."""
    before, after = _emitted(SHOP), _emitted(catalogue)
    assert {path: after.get(path) for path in before} == before
    assert all("/canary" in path for path in after.keys() - before.keys())


@pytest.mark.parametrize("catalogue", MORE)
def test_panels_are_checked_as_the_primary_environment_sends_them(catalogue: Catalogue) -> None:
    """A dashboard's queries name its namespace."""
    checked = subject(catalogue, generate, folders=("dashboards",), root=Path(), today=TODAY)
    assert {panel.environment for panel in checked.panels} == {"prod"}


@pytest.mark.parametrize("catalogue", MORE)
def test_commands_mean_the_primary_environment(catalogue: Catalogue) -> None:
    """Each command that takes `--environment` takes it by this option."""
    asked: list[Environment] = []

    @click.command()
    @environment_option("Where")
    def ask(environment: Environment) -> None:
        asked.append(environment)

    project = Project(catalogue=catalogue, root=Path())
    for words in ([], ["--environment", "canary"]):
        assert CliRunner().invoke(ask, words, obj=project).exit_code == 0
    assert [environment.name for environment in asked] == ["prod", "canary"]


def test_a_primary_environment_that_is_not_listed_is_refused() -> None:
    """Nothing would be generated for it."""
    with pytest.raises(DefinitionError, match="environment canary is not among .*: prod"):
        replace(SHOP, primary=CANARY)
