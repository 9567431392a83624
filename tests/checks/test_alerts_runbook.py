"""The check alerts/runbook."""

from pathlib import Path

from tests.shop import alerts, file, found, group, of_files, whats

WHOLE = (
    "# Title\n## Meaning\nA\n## Impact\nB\n## Diagnosis\n```\n# no heading\n```\n## Mitigation\nD\n"
)
ALERT = file(group(alerts("vector(1)")))


def _runbook(root: Path, text: str, name: str = "ShopSeeded") -> None:
    (root / "runbooks").mkdir(exist_ok=True)
    (root / f"runbooks/{name}.md").write_text(text)


def test_an_alert_without_a_runbook_is_found(tmp_path: Path) -> None:
    """Whoever is paged would find nothing."""
    [problem] = found("alerts/runbook", of_files(ALERT, root=tmp_path))
    assert (problem.file, problem.what) == (
        "runbooks/ShopSeeded.md",
        "the alert has no runbook",
    )


def test_missing_and_empty_headings_are_found(tmp_path: Path) -> None:
    """A comment is no text, and a heading inside a fence is none."""
    text = WHOLE.replace("B\n", "<!-- to do -->\n").replace("## Mitigation", "```\n## Mitigation")
    _runbook(tmp_path, text)
    assert whats("alerts/runbook", of_files(ALERT, root=tmp_path)) == [
        "the runbook lacks the headings: Mitigation",
        "the runbook says nothing under: Impact",
    ]


def test_a_runbook_without_an_alert_is_found(tmp_path: Path) -> None:
    """The alert was renamed or removed."""
    _runbook(tmp_path, WHOLE)
    _runbook(tmp_path, WHOLE, "ShopGone")
    _runbook(tmp_path, "An index.", "README")
    [problem] = found("alerts/runbook", of_files(ALERT, root=tmp_path))
    assert problem.file == "runbooks/ShopGone.md"


def test_a_link_to_another_runbook_is_found(tmp_path: Path) -> None:
    """The annotation leads to the alert's own runbook."""
    _runbook(tmp_path, WHOLE)
    astray = alerts("vector(1)") | {"annotations": {"runbook_url": "https://example.org/x.md"}}
    assert whats("alerts/runbook", of_files(file(group(astray)), root=tmp_path)) == [
        "the alert's runbook_url is 'https://example.org/x.md'"
    ]


def test_the_runbook_of_a_cause_says_when_it_is_over(tmp_path: Path) -> None:
    """No error budget does."""
    _runbook(tmp_path, WHOLE)
    caused = file(group(alerts("vector(1)", cause="seeded")))
    assert whats("alerts/runbook", of_files(caused, root=tmp_path)) == [
        "the runbook lacks the headings: Verify, Escalation, Over when"
    ]
    _runbook(tmp_path, WHOLE + "## Verify\nE\n## Escalation\nF\n## Over when\nG\n")
    assert found("alerts/runbook", of_files(caused, root=tmp_path)) == []


def test_a_whole_runbook_passes(tmp_path: Path) -> None:
    """All four headings, with something under each."""
    _runbook(tmp_path, WHOLE)
    assert found("alerts/runbook", of_files(ALERT, root=tmp_path)) == []
