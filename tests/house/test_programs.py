"""A test that lacks a program fails, and says which command brings it."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.programs import ROOT, program

TESTS = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]


def test_a_missing_program_fails_with_the_command_that_brings_it() -> None:
    """Not skipped: what is not proven must not look as if it were."""
    with pytest.raises(pytest.fail.Exception, match=r"run `make \.tools/hammer`"):
        program("hammer")


def test_no_test_is_skipped() -> None:
    """But where a machine is too busy for real time, which is what those tests measure."""
    skips = re.compile(r"pytest\.skip|mark\.skip|importorskip|mark\.xfail")
    assert {path.name for path in TESTS if skips.search(path.read_text())} == {"test_live.py"}


def test_nothing_is_given_less_time_than_patience() -> None:
    """But where giving up is the fact under test, and in `tests/live`, which measures real time."""
    deadline = re.compile(r"\btimeout=\d")
    hasty = {
        path.name
        for path in TESTS
        if "live" not in path.parts and deadline.search(path.read_text())
    }
    assert hasty == {"test_client.py", "test_failing.py", "test_promtool.py", "test_server.py"}


def test_make_brings_each_program() -> None:
    """Whatever a test asks for is a file that make knows how to make."""
    asked = {
        name
        for path in TESTS
        for name in re.findall(r'program\("([a-z0-9/-]+)"\)', path.read_text())
    }
    asked |= {
        f"{release}/{name}"
        for release in ("prometheus2", "prometheus3")
        for name in ("promtool", "prometheus")
    }
    assert {"amtool", "kubectl", "chromium"} <= asked
    targets = [f".tools/{name}" for name in sorted(asked)]
    command = ["make", "--dry-run", "--always-make", *targets]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
