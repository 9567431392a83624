"""Modules stay small, and lines are counted as the documents say."""

from pathlib import Path

from tests.house.lines import ROOT, code_lines, counted, part

MOST = 350
LARGE = {
    "checks/shapes.py": "one table of the shapes of PromQL, which is read from top to bottom",
    "dashboards/grafana.py": "the one adapter of grafanalib, which wants every default said again",
    "model/quantity.py": "the vocabulary of quantities: a dataclass for each, mostly docstrings",
}
"""Modules of the engine that are larger, and why."""


def test_no_module_of_the_engine_is_large_without_a_reason() -> None:
    """Of the engine, only those listed above are longer than a reader holds in mind."""
    large = {
        path.relative_to(ROOT / "observability").as_posix()
        for path in (ROOT / "observability").rglob("*.py")
        if part(path.relative_to(ROOT)).startswith("engine")
        and len(path.read_text(encoding="utf-8").splitlines()) > MOST
    }
    assert large == set(LARGE)


def test_a_line_of_code_is_neither_blank_nor_comment_nor_docstring() -> None:
    """Counted by hand: an import, a class, a field over two lines, a function of two."""
    text = (
        '"""What it is."""\n\nimport os  # why\n\n\nclass A:\n    """A."""\n\n    x = (\n'
        "        1)\n"
        '    """X."""\n\n\ndef f() -> str:\n    # Why.\n    return """a\n    b"""\n'
    )
    assert code_lines(text) == 7


def test_every_module_is_counted_once(tmp_path: Path) -> None:
    """Engine by room, catalogue, tests and tools apart."""
    for name in ("a.py", "room/b.py", "catalogue/c/d.py"):
        path = tmp_path / "observability" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    assert {name: count["code"] for name, count in counted(tmp_path).items()} == {
        "engine/": 1,
        "engine/room": 1,
        "catalogue": 1,
    }
