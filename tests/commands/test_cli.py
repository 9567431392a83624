"""What the command says of definitions that are wrong; each test breaks a copy of the package."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import observability
from observability.prometheus.binaries import located
from tests.project import NAMED

PACKAGE = Path(observability.__file__).parent


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a copy of the package that a test may break."""
    copy = tmp_path / "observability"
    (tmp_path / "pyproject.toml").write_text(NAMED)
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def _run(package: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "observability", *words],
        cwd=package.parent,
        env={**os.environ, "PYTHONPATH": str(package.parent), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _append(file: Path, text: str) -> int:
    """Append to a file; return the number of the line."""
    before = file.read_text()
    file.write_text(f"{before}{text}\n")
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("percent(", "SyntaxError: '(' was never closed"),
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ('percent("many")', "'many' is not a number: write it like 99.9"),
    ],
)
def test_a_definition_that_raises_is_named_by_file_and_line(
    package: Path, text: str, message: str
) -> None:
    """One line, no traceback, exit 2."""
    line = _append(package / "catalogue/slos/frontend.py", text)
    done = _run(package, "list")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"error: observability/catalogue/slos/frontend.py:{line}: {message}"
    )
    assert "Traceback" not in done.stderr


def test_two_slos_of_one_name_are_refused(package: Path) -> None:
    """One would silently replace the other."""
    _append(package / "catalogue/slos/frontend.py", "SLOS += (PUSH_AVAILABILITY,)")
    done = _run(package, "list")
    assert done.returncode == 2
    assert "two SLOs are named push-availability: rename one" in done.stderr


def test_a_mistake_of_ours_keeps_its_traceback(package: Path) -> None:
    """Only definitions are blamed in one line."""
    _append(package / "commands/list.py", "1 / 0")
    done = _run(package, "list")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_an_unknown_slo_says_which_exist(package: Path) -> None:
    """Exit 2: wrong use."""
    done = _run(package, "explain", "push-availabilty")
    assert done.returncode == 2
    assert "did you mean push-availability?" in done.stderr


def test_findings_are_exit_1_and_json(package: Path) -> None:
    """An empty folder has none of the generated files."""
    done = _run(package, "check", "--json", PROMTOOL=str(located("promtool")))
    assert done.returncode == 1
    assert {problem["check"] for problem in json.loads(done.stdout)} >= {"files/drift"}


def test_what_cannot_be_checked_is_exit_2_and_the_rest_is_told(package: Path) -> None:
    """Without promtool, the other problems are still there."""
    done = _run(package, "check", PROMTOOL=str(package / "nowhere"))
    assert done.returncode == 2
    assert "error: promql/lint could not be checked: " in done.stderr
    assert "[files/drift]" in done.stdout


def test_no_findings_are_exit_0(package: Path) -> None:
    """A command that ends well."""
    assert _run(package, "list", "--json").returncode == 0
