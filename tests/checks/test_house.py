"""Each check has its file, its page and its test; all problems come at once."""

import ast
from pathlib import Path

import pytest

from observability.checks.listing import all_checks
from observability.checks.problem import Level
from observability.checks.run import run
from observability.reference.checks import checks_reference
from tests.shop import ORDERS_ACCEPTED, SHOP, of_catalogue, of_rules, records, with_slo

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", all_checks())
def test_a_check_is_one_file_one_page_and_one_test(name: str) -> None:
    """Write the docstring, and the test with a seeded fault and a sound thing."""
    module = all_checks()[name]
    assert f"## {name}\n\n{(module.__doc__ or '').strip()}" in str(checks_reference().body)
    test = HERE / f"test_{name.replace('/', '_')}.py"
    tests = [n for n in ast.parse(test.read_text()).body if isinstance(n, ast.FunctionDef)]
    assert sum(function.name.startswith("test_") for function in tests) >= 2


def test_all_problems_are_found_at_once_and_errors_come_first() -> None:
    """Two faults of a rule, one of the SLO."""
    outcome = run(of_rules(records("avg(shop_nothing)"), catalogue=with_slo(owner="")))
    checks = [problem.check for problem in outcome.problems]
    assert {"promql/metric", "slos/incomplete"} <= set(checks)
    levels = [problem.level for problem in outcome.problems]
    assert levels == sorted(levels, key=[Level.ERROR, Level.WARNING].index)


def test_a_check_that_cannot_be_made_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without promtool everything else is still checked, and the reason is told."""
    monkeypatch.setenv("PROMTOOL", str(tmp_path / "nowhere"))
    outcome = run(of_catalogue(with_slo(owner="")))
    assert list(outcome.failures) == ["promql/lint"]
    assert "slos/incomplete" in {problem.check for problem in outcome.problems}


def test_the_demo_is_sound() -> None:
    """Its only problems are that nobody committed its files and wrote its runbooks."""
    assert SHOP.slos == (ORDERS_ACCEPTED,)
    found = {problem.check for problem in run(of_catalogue(root=HERE)).problems}
    assert found == {"files/drift", "alerts/runbook"}
