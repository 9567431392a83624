"""The Makefile lists what it can do, and nothing in git ties the project to one machine."""

import os
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

HOSTS = tuple(
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("proxy", "golang", "org"),
        ("sum", "golang", "org"),
        ("registry", "npmjs", "org"),
        ("crates", "io"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("repo", "maven", "apache", "org"),
    )
)
"""Where packages are fetched from is the machine's business. Joined, or this file would match."""


def output(*command: str) -> str:
    """Run a command in the project, as a shell would that was not started by make."""
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    return subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def committed(pattern: str) -> list[str]:
    """Return each line of a file in git, or about to be, that matches an extended expression."""
    search = ("git", "grep", "--untracked", "-I", "--line-number", "--extended-regexp", pattern)
    found = subprocess.run(search, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert found.returncode in {0, 1}, found.stderr
    return found.stdout.splitlines()


@pytest.fixture(scope="module")
def listed() -> dict[str, str]:
    """Return what `make` alone prints: each target and its line."""
    lines = [line.split(maxsplit=1) for line in output("make").splitlines()]
    return {target: " ".join(rest) for target, *rest in lines}


def test_no_target_is_hidden(listed: dict[str, str]) -> None:
    """Every target that is no file is listed with what it does, and nothing else."""
    phony = re.findall(r"^\.PHONY: (.+)$", (PROJECT / "Makefile").read_text(), re.MULTILINE)

    assert " ".join(phony).split() == list(listed)
    assert all(listed.values())


def test_lines_of_help_fit_a_terminal() -> None:
    """No line of help is wider than 100 columns."""
    assert [line for line in output("make").splitlines() if len(line) > 100] == []


def test_what_make_test_needs_is_not_built() -> None:
    """Each program of `make test` is a package of Debian, and built only elsewhere."""
    recipes = output("make", "--dry-run", "--always-make", "test")
    programs = set(re.findall(r"tools/(\w+)\.sh", recipes)) - {"python"}

    assert programs == {"prometheus2", "amtool"}
    for name in programs:
        assert "from_debian" in (PROJECT / "tools" / f"{name}.sh").read_text()


def test_no_registry_is_named() -> None:
    """No file in git names the host of a package registry."""
    assert committed("|".join(map(re.escape, HOSTS))) == []


def test_no_path_of_a_machine_is_named() -> None:
    """No file in git holds a path that exists on one machine only."""
    assert committed("(^|[^[:alnum:]_.<>*/-])/(root|work|home)/") == []


def test_the_lock_pins_every_package_by_hash() -> None:
    """Each package of requirements.lock has one version and at least one hash."""
    packages = re.split(r"^(?=\w)", (PROJECT / "requirements.lock").read_text(), flags=re.MULTILINE)

    assert [p for p in packages[1:] if "==" not in p or "--hash=sha256:" not in p] == []
