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


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=_id)
def test_recorded_series_exist(document: Path) -> None:
    """A series that a document names is recorded by a rule: a query copied from it answers."""
    named = set(re.findall(r"\bslo:\w+:\w+\b", document.read_text()))
    assert named <= RECORDED, f"no rule records {sorted(named - RECORDED)}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=_id)
def test_links_lead_somewhere(document: Path) -> None:
    """A relative link leads to a file that is there."""
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text())
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []
