"""The engine knows no system, and definitions know no more of the engine than the vocabulary."""

import ast
from pathlib import Path

from tests.programs import ROOT

ENGINE = ROOT / "observability"
CATALOGUE = ENGINE / "catalogue"


def test_the_engine_does_not_know_our_system() -> None:
    """No file outside the catalogue says its name, which is that of a `System`."""
    saying = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(ENGINE.rglob("*"))
        if path.suffix not in {"", ".gz", ".pyc"}
        and not path.is_relative_to(CATALOGUE)
        and "gitstratum" in path.read_text().lower()
    ]
    assert saying == []


def _imports(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text()))
    imports = [node for node in tree if isinstance(node, ast.Import | ast.ImportFrom)]
    return {str(getattr(node, "module", None)) for node in imports}


def test_a_definition_imports_the_vocabulary_and_other_definitions() -> None:
    """And no library, since it does nothing."""
    foreign = {
        path.relative_to(CATALOGUE).as_posix(): source
        for path in CATALOGUE.rglob("*.py")
        for source in _imports(path)
        if source not in {"observability", "collections.abc"}
        and not source.startswith("observability.catalogue")
    }
    assert foreign == {}
