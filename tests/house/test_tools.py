"""Third-party tools: made once on a machine, whole or not at all, and linked into each clone."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

LIB = Path(__file__).parents[2] / "tools" / "lib.sh"
SCRIPT = """\
#!/bin/sh
set -eu
. "$(dirname "$0")/lib.sh"

fetch() {
    say "making a hammer ..."
    printf '#!/bin/sh\\necho bang\\n' >"$workshop/hammer"
}
provide .tools/box hammer
"""

Clone = Callable[..., Path]


@pytest.fixture(name="clone")
def _clone(tmp_path: Path) -> Clone:
    """Make what has a tool to fetch; its path holds a space, as people's paths do."""

    def clone(name: str, script: str = SCRIPT) -> Path:
        root = tmp_path / f"clone {name}"
        (root / "tools").mkdir(parents=True)
        shutil.copy(LIB, root / "tools")
        (root / "tools" / "hammer.sh").write_text(script)
        return root

    return clone


def started(root: Path, **environment: str) -> subprocess.Popen[str]:
    """Start the tool's script, as make does, with a cache beside the clones."""
    return subprocess.Popen(
        ["/bin/sh", "tools/hammer.sh"],
        cwd=root,
        env={**os.environ, "XDG_CACHE_HOME": str(root.parent / "a cache"), **environment},
        stderr=subprocess.PIPE,
        text=True,
    )


def fetched(root: Path, **environment: str) -> str:
    """Run the tool's script, and return what it says."""
    process = started(root, **environment)
    said = process.communicate()[1]
    assert process.returncode == 0, said
    return said


def bang(root: Path) -> str:
    """Run the tool."""
    return subprocess.check_output([root / ".tools" / "box" / "hammer"], text=True)


def test_a_second_clone_makes_nothing(clone: Clone) -> None:
    """What one clone made, the next one links to, without a word."""
    assert fetched(clone("one")) == "making a hammer ...\n"
    two = clone("two")
    assert fetched(two) == ""
    assert bang(two) == "bang\n"


def test_make_takes_a_linked_tool_for_new(clone: Clone) -> None:
    """Its date is after the script's, though it was made before: make would run that each time."""
    fetched(clone("one"))
    two = clone("two")
    fetched(two)
    made, script = two / ".tools" / "box" / "hammer", two / "tools" / "hammer.sh"
    assert made.stat().st_mtime_ns >= script.stat().st_mtime_ns


@pytest.mark.parametrize("changed", ["hammer.sh", "hammer/go.mod", "hammer/go.sum"])
def test_another_recipe_is_another_tool(clone: Clone, changed: str) -> None:
    """A change of the script or of the sources that it pins is made anew, and both are kept."""
    one, two = clone("one"), clone("two")
    for root in (one, two):
        sources = root / "tools" / "hammer"
        sources.mkdir()
        (sources / "go.mod").write_text("module hammer\n")
        (sources / "go.sum").touch()
    with (two / "tools" / changed).open("a") as file:
        file.write("# newer\n")
    assert [fetched(root) != "" for root in (one, two, one, two)] == [True, True, False, False]


def test_a_broken_run_leaves_no_tool(clone: Clone) -> None:
    """What was half made when it broke is never taken for the tool."""
    breaks = SCRIPT.replace("}\n", '    [ -z "${BREAK:-}" ] || die "no iron"\n}\n')
    root = clone("one", breaks)
    process = started(root, BREAK="1")
    assert process.communicate()[1] == "making a hammer ...\nno iron\n"
    assert process.returncode == 2
    assert not list((root.parent / "a cache").rglob("hammer"))
    fetched(root)
    assert bang(root) == "bang\n"


def test_two_clones_at_once_make_a_whole_tool(clone: Clone) -> None:
    """Each makes its own aside, and the last one to end wins."""
    meets = SCRIPT.replace(
        "}\n", '    touch "$MINE"\n    while [ ! -e "$THEIRS" ]; do sleep 0.1; done\n}\n'
    )
    roots = clone("one", meets), clone("two", meets)
    mine, theirs = (str(root / "is making") for root in roots)
    pair = (
        started(roots[0], MINE=mine, THEIRS=theirs),
        started(roots[1], MINE=theirs, THEIRS=mine),
    )
    assert [process.communicate()[1] for process in pair] == ["making a hammer ...\n"] * 2
    assert [bang(root) for root in roots] == ["bang\n"] * 2
    (kept,) = (roots[0].parent / "a cache" / "observability-tools").iterdir()
    assert [path.name for path in kept.iterdir()] == ["hammer"]


def test_a_tool_of_before_is_replaced(clone: Clone) -> None:
    """A program that lies in .tools/, and a link that leads nowhere any more, give way."""
    root = clone("one")
    fetched(root)
    hammer = root / ".tools" / "box" / "hammer"
    shutil.rmtree(root.parent / "a cache")
    fetched(root)
    assert bang(root) == "bang\n"
    hammer.unlink()
    hammer.write_text("of before")
    fetched(root)
    assert bang(root) == "bang\n"


def test_who_waits_is_told(clone: Clone) -> None:
    """A step that takes long says so from time to time, and how long it has taken."""
    waits = """\
    pulse=1
    until_told() { until grep -q "hammer: 2 s" told; do sleep 0.1; done; }
    patiently until_told 2>told
"""
    root = clone("one", SCRIPT.replace("fetch() {\n", f"fetch() {{\n{waits}"))
    fetched(root)
    assert (root / "told").read_text() == "... hammer: 1 s\n... hammer: 2 s\n"


def test_without_a_home_it_says_what_to_set(clone: Clone) -> None:
    """Not `parameter not set`."""
    process = started(clone("one"), HOME="", XDG_CACHE_HOME="")
    said = process.communicate()[1]
    assert process.returncode != 0
    assert "set it, or XDG_CACHE_HOME, to a folder to keep tools in" in said
