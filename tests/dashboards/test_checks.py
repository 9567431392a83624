"""The dashboards that we generate have none of the faults that checks look for."""

from datetime import date
from pathlib import Path

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from observability.checks.listing import all_checks
from observability.checks.subject import subject
from observability.generate import generate
from observability.model.catalogue import Catalogue
from tests.shop import SHOP

CHECKS = [name for name in all_checks() if name.startswith("dashboards/")]


@pytest.mark.parametrize("catalogue", [GITSTRATUM, SHOP], ids=lambda c: c.system.name)
def test_ours_have_no_fault(catalogue: Catalogue) -> None:
    """No check of dashboards finds anything, whichever system they are of."""
    checked = subject(catalogue, generate, folders=(), root=Path(), today=date(2026, 3, 1))
    problems = [problem for name in CHECKS for problem in all_checks()[name].check(checked)]
    assert CHECKS
    assert problems == []
