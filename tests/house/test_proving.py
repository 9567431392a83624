"""A proof that is remembered is one that would pass again."""

from pathlib import Path

import pytest

from observability.prometheus.promtool import Promtool
from tests.programs import promtool
from tests.proving import REMEMBERED, proven

RULES = "groups: [{name: g, rules: [{record: doubled, expr: heat * 2}]}]\n"
TEST = """\
rule_files: [warmth.rules.yaml]
tests:
  - input_series: [{series: heat, values: 1x5}]
    promql_expr_test:
      - expr: doubled
        eval_time: 5m
        exp_samples: [{labels: doubled, value: 2}]
"""


@pytest.fixture(name="test")
def _test(tmp_path: Path) -> Path:
    """Write a proof that holds."""
    (tmp_path / "warmth.rules.yaml").write_text(RULES)
    test = tmp_path / "warmth.test.yaml"
    test.write_text(TEST)
    return test


def test_what_passed_is_not_run_again(test: Path, tmp_path: Path) -> None:
    """The second time nothing is run: what promtool says is known."""
    assert proven(promtool(), [test], tmp_path / "memory") is not REMEMBERED
    assert proven(promtool(), [test], tmp_path / "memory") is REMEMBERED


def test_a_failure_is_not_remembered(test: Path, tmp_path: Path) -> None:
    """What failed is run, and fails, each time."""
    test.write_text(TEST.replace("value: 2", "value: 3"))
    for _ in range(2):
        assert not proven(promtool(), [test], tmp_path / "memory").passed


@pytest.mark.parametrize("changed", ["warmth.rules.yaml", "warmth.test.yaml", "promtool"])
def test_a_change_is_proven_anew(changed: str, test: Path, tmp_path: Path) -> None:
    """Another rule, another test or another promtool."""
    program = tmp_path / "promtool"
    program.write_bytes(b'#!/bin/sh\nexec "%b" "$@"\n' % bytes(promtool().path))
    program.chmod(0o755)
    tool = Promtool(path=program, release=2)
    proven(tool, [test], tmp_path / "memory")
    other = tmp_path / "other"
    other.mkdir()
    for path in tmp_path.glob("*.yaml"):
        (other / path.name).write_bytes(path.read_bytes())
    (other / "promtool").write_bytes(program.read_bytes())
    (other / "promtool").chmod(0o755)
    with (other / changed).open("a") as file:
        file.write("# newer\n")
    tool = Promtool(path=other / "promtool", release=2)
    assert proven(tool, [other / test.name], tmp_path / "memory") is not REMEMBERED
