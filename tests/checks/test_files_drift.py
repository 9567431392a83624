"""The check files/drift."""

from pathlib import Path

from observability import files
from observability.artefact import GENERATED
from tests.shop import SHOP, emitted, found, of_catalogue


def test_files_that_differ_are_found(tmp_path: Path) -> None:
    """Edited, removed, or left over."""
    files.write(emitted(SHOP), tmp_path, ["alerts"])
    (tmp_path / "alerts/prod/frontend.yaml").write_text("edited")
    (tmp_path / "alerts/prod/rules.yaml").unlink()
    (tmp_path / "alerts/prod/old.yaml").write_text(f"# {GENERATED} from x; do not edit.\n")
    assert [(p.name, p.file) for p in found("files/drift", of_catalogue(root=tmp_path))] == [
        ("changed", "alerts/prod/frontend.yaml"),
        ("obsolete", "alerts/prod/old.yaml"),
        ("missing", "alerts/prod/rules.yaml"),
    ]


def test_files_as_generated_pass(tmp_path: Path) -> None:
    """What was just written differs in nothing."""
    files.write(emitted(SHOP), tmp_path, ["alerts"])
    assert found("files/drift", of_catalogue(root=tmp_path)) == []
