"""`observability prove`: what it runs, and what it says of tests that fail."""

import json
import subprocess
import sys
from collections.abc import Mapping
from os import environ
from pathlib import Path

import pytest

from tests.programs import ROOT, promtool

RULES = "groups: [{name: g, rules: [{record: doubled, expr: heat * 2}]}]\n"
TEST = """\
rule_files: [warmth.rules.yaml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series: [{series: heat, values: 1x5}]
    promql_expr_test:
      - expr: doubled
        eval_time: 5m
        exp_samples: [{labels: doubled, value: 2}]
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Write rules and their tests: of `warmth`, which hold, and of `cold`, which fail."""
    (tmp_path / "warmth.rules.yaml").write_text(RULES)
    (tmp_path / "warmth.test.yaml").write_text(TEST)
    (tmp_path / "cold.test.yaml").write_text(TEST.replace("value: 2", "value: 3"))
    return tmp_path


def prove(
    *words: str | Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as people do."""
    oldest = {"PROMTOOL": str(promtool().path)}
    return subprocess.run(
        [sys.executable, "-m", "observability", "prove", *map(str, words)],
        cwd=ROOT,
        env={**environ, **(oldest if more is None else more)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_failing_tests_are_named(folder: Path) -> None:
    """A failing file is named, with promtool's words; exit 1."""
    done = prove("--folder", folder)
    assert done.returncode == 1
    assert done.stdout.count("cold.test.yaml (Prometheus 2)") == 1
    assert 'expr: "doubled", time: 5m' in done.stdout
    assert done.stdout.endswith("2 test files with Prometheus 2: 1 of 2 runs failed\n")


@pytest.mark.prometheus3
def test_each_release_proves(folder: Path) -> None:
    """Without $PROMTOOL, the promtool of each release in .tools/ runs each file."""
    done = prove("--folder", folder, more={"PROMTOOL": ""})
    assert done.returncode == 1
    assert done.stdout.count("cold.test.yaml (Prometheus") == 2
    assert done.stdout.endswith("with Prometheus 2 and Prometheus 3: 2 of 4 runs failed\n")


def test_one_slo(folder: Path) -> None:
    """Only the tests of the SLO that is named are run; exit 0 when all pass."""
    done = prove("warmth", "--folder", folder)
    assert done.returncode == 0, done.stdout
    assert done.stdout == "1 test files with Prometheus 2: 0 of 1 runs failed\n"


def test_json(folder: Path) -> None:
    """Scripts get each run: file, release, whether it passed, and promtool's words if not."""
    done = prove("--json", "--folder", folder)
    found = json.loads(done.stdout)
    assert [(Path(run["file"]).name, run["prometheus"], run["passed"]) for run in found] == [
        ("cold.test.yaml", 2, False),
        ("warmth.test.yaml", 2, True),
    ]
    assert [bool(run["output"]) for run in found] == [True, False]


def test_slo_that_is_not_there(folder: Path) -> None:
    """An unknown SLO is refused with those that there are; exit 2."""
    done = prove("heat", "--folder", folder)
    assert done.returncode == 2
    assert "no tests of heat; there are tests of: cold, warmth" in done.stderr


def test_folder_without_tests(tmp_path: Path) -> None:
    """A folder without tests is refused; exit 2."""
    done = prove("--folder", tmp_path)
    assert done.returncode == 2
    assert "expected files *.test.yaml" in done.stderr


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (None, "is not a program"),
        ("#!/bin/sh\nexit 1\n", "older than 2.42, or no promtool"),
    ],
)
def test_promtool_that_does_not_serve(
    folder: Path, tmp_path: Path, script: str | None, reason: str
) -> None:
    """A promtool that is missing or too old ends it, and says what to do; exit 2."""
    promtool = tmp_path / "promtool"
    if script is not None:
        promtool.write_text(script)
        promtool.chmod(0o755)
    done = prove("--folder", folder, more={"PROMTOOL": str(promtool)})
    assert done.returncode == 2
    assert reason in done.stderr
    assert "install Prometheus" in done.stderr
