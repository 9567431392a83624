"""A definition knows the file that it is written in, whatever the layout of a project."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from observability import days
from observability.catalogue.environments import PROD as OURS
from observability.model.origin import files
from tests.shop import ORDERS_ACCEPTED, POLICY, PROD, SHOP


def test_a_definition_names_the_module_that_makes_it() -> None:
    """As a path that a reader can open."""
    named = {thing.origin for thing in (ORDERS_ACCEPTED, POLICY, PROD, SHOP, SHOP.targets[0])}
    assert named == {"tests/shop.py"}
    assert OURS.origin == "observability/catalogue/environments.py"


def test_what_differs_elsewhere_is_still_what_the_file_says() -> None:
    """An environment's own objective does not move the SLO into the engine."""
    here = replace(PROD, windows={ORDERS_ACCEPTED.name: days(7)})
    [slo] = replace(SHOP, environments=(here,), primary=here).promises(here)
    assert slo.origin == "tests/shop.py"


def test_it_is_no_part_of_what_is_defined() -> None:
    """Two that say the same are equal wherever they stand."""
    assert replace(PROD, origin="elsewhere.py") == PROD


def test_a_package_names_its_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`bakery/__init__.py`, which no module `bakery.py` is."""
    (tmp_path / "bakery").mkdir()
    (tmp_path / "bakery" / "__init__.py").write_text(
        "from observability import Dashboard\n"
        "from tests.shop import FRONTEND\n"
        "OVENS = Dashboard(component=FRONTEND, question='Hot?', rows=())\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    __import__("bakery")
    # Another test may have a bakery of its own.
    assert sys.modules.pop("bakery").OVENS.origin == "bakery/__init__.py"


def test_files_are_named_once_in_order() -> None:
    """For what is made of several definitions."""
    other = replace(PROD, origin="shop/b.py")
    assert files(other, replace(PROD, origin="shop/a.py"), other) == "shop/a.py, shop/b.py"
