"""Files are written all or not at all, and only ours are removed."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from observability.artefact import GENERATED, MARKUP, Artefact
from observability.errors import FilesError
from observability.files import compare, require_writable, serialise, write
from tests.hostile import HOSTILE

ONE = Artefact("alerts/one.yaml", {"b": 1, "a": ["x", "y"]}, "catalogue/slos/one.py")
TWO = Artefact("alerts/two.yaml", {"c": "text"}, "catalogue/slos/two.py")


@pytest.fixture
def no_room() -> Iterator[Callable[[], None]]:
    """Let no file grow above 1,000 bytes, as a disk that is nearly full would."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _texts(root: Path) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): p.read_text() for p in root.rglob("*") if p.is_file()}


def test_a_file_says_what_made_it(tmp_path: Path) -> None:
    """The header names the definitions that a file comes from."""
    write([ONE], tmp_path, ["alerts"])
    text = (tmp_path / ONE.path).read_text()
    assert text.startswith(f"# {GENERATED} from catalogue/slos/one.py; do not edit.\n")


@pytest.mark.parametrize(
    ("artefact", "expected"),
    [
        (Artefact("a.tf", "x = 1\n", "x.py"), "# {}\nx = 1\n"),
        (Artefact("a.toml", "x = 1\n", "x.py"), "# {}\nx = 1\n"),
        (Artefact("a.sh", "#!/bin/sh\nls\n", "x.py"), "#!/bin/sh\n# {}\nls\n"),
        (Artefact("a.md", "# A\n", "x.py", comment=MARKUP), "<!-- {} -->\n# A\n"),
        (Artefact("a.sql", "SELECT 1\n", "x.py", comment="-- {}"), "-- {}\nSELECT 1\n"),
    ],
    ids=lambda value: getattr(value, "path", ""),
)
def test_the_header_is_a_comment_of_the_language(artefact: Artefact, expected: str) -> None:
    """Whatever a new writer writes: its readers skip the line, and a script keeps its first."""
    assert serialise(artefact) == expected.format(f"{GENERATED} from x.py; do not edit.")


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    """Output is deterministic: what was written is what would be written."""
    write([ONE, TWO], tmp_path, ["alerts"])
    assert write([ONE, TWO], tmp_path, ["alerts"]) == []


def test_what_is_no_longer_made_is_removed(tmp_path: Path) -> None:
    """A file that we made and make no more goes."""
    write([ONE, TWO], tmp_path, ["alerts"])
    write([ONE], tmp_path, ["alerts"])
    assert sorted(_texts(tmp_path)) == [ONE.path]


def test_a_file_of_somebody_else_is_never_touched(tmp_path: Path) -> None:
    """A file without our mark stays, whatever folder it lies in."""
    other = tmp_path / "alerts" / "mine.yaml"
    other.parent.mkdir()
    other.write_text("mine: true\n")
    write([ONE], tmp_path, ["alerts"])
    assert other.read_text() == "mine: true\n"


def test_differences_are_named_one_by_one(tmp_path: Path) -> None:
    """Missing, changed and obsolete files are told apart."""
    write([ONE, TWO], tmp_path, ["alerts"])
    (tmp_path / TWO.path).unlink()
    (tmp_path / ONE.path).write_text("# edited by hand\n")
    obsolete = tmp_path / "alerts/old.yaml"
    obsolete.write_text(f"# {GENERATED} from nowhere\n")
    found = [(d.path, d.what) for d in compare([ONE, TWO], tmp_path, ["alerts"])]
    assert found == [
        ("alerts/old.yaml", "obsolete"),
        (ONE.path, "changed"),
        (TWO.path, "missing"),
    ]


def test_a_failed_run_leaves_the_old_set(tmp_path: Path) -> None:
    """When one file cannot be written none is: the first stays as it was, no rest lies about."""
    write([ONE], tmp_path, ["alerts"])
    before = _texts(tmp_path)
    (tmp_path / "blocked").write_text("a file where a folder should be")
    changed = Artefact(ONE.path, {"b": 2}, ONE.made_from)
    with pytest.raises(FilesError, match="blocked"):
        write([changed, Artefact("blocked/x.yaml", {}, "nowhere")], tmp_path, ["alerts"])
    after = _texts(tmp_path)
    assert after.pop("blocked")
    assert after == before


def test_a_full_disk_leaves_the_old_set(tmp_path: Path, no_room: Callable[[], None]) -> None:
    """When the disk takes no more, the error says so and every file is as it was."""
    write([ONE, TWO], tmp_path, ["alerts"])
    before = _texts(tmp_path)
    large = Artefact(TWO.path, {"c": "x" * 5_000}, TWO.made_from)
    no_room()
    with pytest.raises(FilesError, match="File too large"):
        write([Artefact(ONE.path, {"b": 2}, ONE.made_from), large], tmp_path, ["alerts"])
    assert _texts(tmp_path) == before


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_comes_back_from_yaml(value: str) -> None:
    """Quotes, line breaks, braces and control characters survive."""
    text = serialise(Artefact("x.yaml", {"value": value}, "nowhere"))
    assert yaml.safe_load(text) == {"value": value}


def test_asking_whether_a_folder_can_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """Folders that had to be made for it are gone, those that were there stay."""
    require_writable(tmp_path / "a" / "b")
    require_writable(tmp_path)
    assert list(tmp_path.iterdir()) == []
