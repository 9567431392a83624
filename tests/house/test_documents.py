"""What documents say of recorded series, files and commands is true."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("runbooks/*.md"))
    if "decisions" not in path.parts
)
RECORDED = {
    name
    for path in ROOT.glob("alerts/promtool/*.rules.yaml")
    for name in re.findall(r"record: (\S+)", path.read_text())
}


@pytest.fixture(name="texts", scope="module")
def _texts() -> dict[Path, str]:
    return {path: path.read_text() for path in DOCUMENTS}


def test_recorded_series_exist(texts: dict[Path, str]) -> None:
    """A series that a document names is recorded by a rule: a query copied from it answers."""
    named = {
        (path.relative_to(ROOT).as_posix(), series)
        for path, text in texts.items()
        for series in re.findall(r"\bslo:\w+:\w+\b", text)
    }
    assert len(named) > 10
    assert sorted(pair for pair in named if pair[1] not in RECORDED) == []


def test_links_lead_somewhere(texts: dict[Path, str]) -> None:
    """A relative link leads to a file that is there."""
    links = {
        (path.relative_to(ROOT).as_posix(), link)
        for path, text in texts.items()
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    }
    assert len(links) > 50
    missing = {pair for pair in links if not (ROOT / pair[0]).parent.joinpath(pair[1]).exists()}
    assert sorted(missing) == []


def test_make_targets_exist(texts: dict[Path, str]) -> None:
    """A command `make X` of a document or of continuous integration is a target."""
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "\n".join(texts.values())
    shell = [*re.findall(r"```sh\n(.*?)```", text, re.DOTALL), (ROOT / ".ci" / "run").read_text()]
    called = set(re.findall(r"`make ([a-z0-9-]+)", text))
    called |= set(re.findall(r"^make ([a-z0-9-]+)", "\n".join(shell), re.MULTILINE))
    assert {"check", "test", "test-rest", "generate"} <= called
    assert sorted(called - targets) == []
