"""Finding promtool, running it, and what it says when it is of no use."""

import stat
from pathlib import Path

import pytest

from observability.errors import PromtoolError
from observability.prometheus import promtool
from observability.prometheus.binaries import RELEASES
from observability.prometheus.promtool import Promtool
from tests import programs

RULES = """\
groups:
  - name: pushes
    rules:
      - record: job:pushes:sum
        expr: sum(pushes_total)
"""
TEST = """\
rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: pushes_total
        values: 1 2
    promql_expr_test:
      - expr: job:pushes:sum
        eval_time: 1m
        exp_samples:
          - labels: job:pushes:sum
            value: {expected}
"""


def program(path: Path, script: str) -> Path:
    """Write a shell script that may be run."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def written(path: Path, text: str) -> Path:
    """Write a text and return where."""
    path.write_text(text)
    return path


def test_release_is_told_by_behaviour(tool: Promtool, release: str) -> None:
    """The 3.x that we build prints an empty version and is recognised all the same."""
    assert RELEASES.index(release) + 2 == tool.release


@pytest.mark.prometheus3
def test_both_releases_are_installed() -> None:
    """`installed` finds the promtool of both releases, the older one first."""
    assert tuple(tool.release for tool in promtool.installed()) == (2, 3)


def test_no_release_is_installed_elsewhere(tmp_path: Path) -> None:
    """A root without `.tools/` has no promtool."""
    assert promtool.installed(root=tmp_path) == ()


@pytest.fixture(name="other")
def _other(tmp_path: Path) -> Path:
    """Put a promtool elsewhere than in `.tools/`."""
    other = tmp_path / "other" / "promtool"
    other.parent.mkdir()
    other.symlink_to(programs.promtool().path)
    return other


def test_explicit_path_comes_first(other: Path, tmp_path: Path) -> None:
    """The explicit path wins over `$PROMTOOL`."""
    found = promtool.find(other, environment={"PROMTOOL": str(tmp_path / "nowhere")})
    assert found.path == other


def test_variable_comes_before_the_tools(other: Path) -> None:
    """`$PROMTOOL` wins over `.tools/prometheus2`."""
    assert promtool.find(environment={"PROMTOOL": str(other)}).path == other


def test_variable_may_be_a_name_on_the_path(other: Path) -> None:
    """`PROMTOOL=promtool` means the one in `$PATH`, as it would for a shell."""
    found = promtool.find(environment={"PROMTOOL": "promtool", "PATH": str(other.parent)})
    assert found.path == other


def test_tools_come_before_the_path(other: Path) -> None:
    """`.tools/prometheus2` wins over `$PATH`."""
    found = promtool.find(environment={"PATH": str(other.parent)})
    assert found.path == programs.ROOT / ".tools" / "prometheus2" / "promtool"


def test_path_comes_last(other: Path, tmp_path: Path) -> None:
    """Without `.tools/` the promtool in `$PATH` serves."""
    found = promtool.find(root=tmp_path, environment={"PATH": str(other.parent)})
    assert found.path == other


def test_missing_promtool_says_what_to_do(tmp_path: Path) -> None:
    """Where there is no promtool at all, the error names the cure."""
    with pytest.raises(PromtoolError, match=r"promtool is missing.*install Prometheus"):
        promtool.find(root=tmp_path, environment={"PATH": str(tmp_path)})


def test_mistaken_variable_is_not_replaced(tmp_path: Path) -> None:
    """A `$PROMTOOL` that does not exist is an error, though another promtool would be there."""
    with pytest.raises(PromtoolError, match="nowhere is not a program"):
        promtool.find(environment={"PROMTOOL": str(tmp_path / "nowhere")})


def test_old_promtool_is_refused(tmp_path: Path) -> None:
    """A promtool that does not know a field of 2.42 is too old; the error quotes its version."""
    old = program(
        tmp_path / "promtool",
        'case "$1" in --version) echo "promtool, version 2.31.0";; '
        '*) echo "field keep_firing_for not found"; exit 1;; esac',
    )
    with pytest.raises(PromtoolError, match=r"older than 2\.42.*version 2\.31\.0"):
        promtool.find(old)


def test_program_that_agrees_to_all_is_refused(tmp_path: Path) -> None:
    """A program that ends well whatever it is asked is no promtool."""
    with pytest.raises(PromtoolError, match="no promtool"):
        promtool.find(program(tmp_path / "promtool", "exit 0"))


def test_broken_program_is_refused(tmp_path: Path) -> None:
    """A file that may be executed but is not a program of this machine is reported as such."""
    broken = program(tmp_path / "promtool", "")
    broken.write_bytes(b"\x7fELF")
    with pytest.raises(PromtoolError, match="cannot be run"):
        promtool.find(broken)


def test_hanging_promtool_is_stopped(tmp_path: Path) -> None:
    """A promtool that does not end is stopped after its time, and the error says so."""
    hanging = program(tmp_path / "promtool", "exec sleep 600")
    with pytest.raises(PromtoolError, match=r"did not end within 0\.2 s"):
        promtool.tried(hanging, timeout=0.2)


def test_good_rules_pass(tool: Promtool, tmp_path: Path) -> None:
    """Rules without a fault pass, lints included."""
    assert promtool.check_rules(tool, [written(tmp_path / "rules.yaml", RULES)]).passed


def test_broken_promql_is_found(tool: Promtool, tmp_path: Path) -> None:
    """A rule whose PromQL cannot be parsed fails, and the output says where."""
    rules = written(tmp_path / "rules.yaml", RULES.replace("sum(", "sum((("))
    verdict = promtool.check_rules(tool, [rules])
    assert (verdict.passed, "parse error" in verdict.output) == (False, True)


def test_doubled_rule_is_found_by_lint(tool: Promtool, tmp_path: Path) -> None:
    """The same rule twice passes without the lints and fails with them."""
    rule = RULES.splitlines(keepends=True)[-2:]
    rules = [written(tmp_path / "rules.yaml", "".join([RULES, *rule]))]
    verdicts = [promtool.check_rules(tool, rules, lint=lint).passed for lint in (False, True)]
    assert verdicts == [True, False]


def test_passing_unit_test_passes(tool: Promtool, tmp_path: Path) -> None:
    """A unit test that expects what the rules give passes; its rule file is relative to it."""
    written(tmp_path / "rules.yaml", RULES)
    test = written(tmp_path / "test.yaml", TEST.format(expected=2))
    assert promtool.run_tests(tool, [test]).passed


def test_failing_unit_test_fails(tool: Promtool, tmp_path: Path) -> None:
    """A unit test that expects something else fails, and the output tells both."""
    written(tmp_path / "rules.yaml", RULES)
    test = written(tmp_path / "test.yaml", TEST.format(expected=7))
    verdict = promtool.run_tests(tool, [test])
    assert (verdict.passed, "exp:" in verdict.output, "got:" in verdict.output) == (
        False,
        True,
        True,
    )


def test_missing_file_is_named(tool: Promtool, tmp_path: Path) -> None:
    """A file that does not exist is an error of ours, not a finding of promtool's."""
    with pytest.raises(PromtoolError, match=r"do not exist: .*rules\.yaml"):
        promtool.check_rules(tool, [tmp_path / "rules.yaml"])


def test_no_file_is_refused(tool: Promtool) -> None:
    """Without a file promtool would wait for standard input, so it is not called."""
    with pytest.raises(PromtoolError, match="was given no file"):
        promtool.check_rules(tool, [])


def test_text_becomes_blocks(storage: Path) -> None:
    """An OpenMetrics text becomes at least one TSDB block."""
    assert list(storage.glob("*/index"))


def test_broken_text_makes_no_blocks(tool: Promtool, tmp_path: Path) -> None:
    """A text that is not OpenMetrics is refused, with promtool's own reason."""
    text = written(tmp_path / "broken.om", "pushes_total{ 1 2\n# EOF\n")
    with pytest.raises(
        PromtoolError, match=r"(?s)could not import .*broken\.om.*expected label name"
    ):
        promtool.create_blocks(tool, text, tmp_path / "data")


def test_empty_text_makes_no_blocks(tool: Promtool, tmp_path: Path) -> None:
    """A text without samples is an error, for a server over it would have no answers."""
    text = written(tmp_path / "empty.om", "# EOF\n")
    with pytest.raises(PromtoolError, match=r"empty\.om"):
        promtool.create_blocks(tool, text, tmp_path / "data")
