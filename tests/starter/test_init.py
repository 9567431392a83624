"""`observability init`: a whole project, which is the example that is shown, and no less."""

import filecmp
from pathlib import Path

import pytest
from click.testing import CliRunner

from observability.cli import cli
from observability.commands.init import written
from observability.errors import FilesError
from observability.recordings.openmetrics import read
from tests.starter.example import EXAMPLE, files
from tests.starter.recording import FILE, samples

GENERATED = ("alerts", "dashboards", "docs", "overlays", "servicemonitors")


def test_the_example_is_what_init_writes(tmp_path: Path) -> None:
    """`make generate` keeps them alike; what is generated from it is apart."""
    paths = written(tmp_path)
    _, differing, missing = filecmp.cmpfiles(tmp_path, EXAMPLE, paths, shallow=False)
    assert (differing, missing) == ([], [])
    own = [path for path in files() if path.partition("/")[0] not in GENERATED]
    assert sorted(own) == sorted(path.as_posix() for path in paths)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """One file that is there is enough: then none is written."""
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(FilesError, match=r"holds already: README\.md; nothing was written"):
        written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text() == "mine"


def test_what_to_do_next_is_said(tmp_path: Path) -> None:
    """And it needs no project to be there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        result = CliRunner().invoke(cli, ["init", "mine"])
    assert result.exit_code == 0
    assert "cd mine && observability generate" in result.output
    assert "begin with shop/system.py" in result.output
    assert (tmp_path / "mine" / "pyproject.toml").is_file()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """By its name."""
    (tmp_path / "file").write_text("")
    with pytest.raises(FilesError, match="cannot write into"):
        written(tmp_path / "file")


def test_the_recording_is_the_one_that_is_written_down() -> None:
    """What it shows can be counted by hand, from the module that makes it."""
    wanted = sorted((str(series), time, value) for series, value, time in samples())
    found = sorted((str(series), time, value) for series, value, time in read(FILE))
    assert found == wanted
