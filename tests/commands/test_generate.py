"""`observability generate`: what was written is said file by file."""

from pathlib import Path

from click.testing import CliRunner

from observability.cli import cli

PART = "servicemonitors"


def generated(output: Path, *more: str) -> tuple[int, list[str]]:
    """Generate a part below a folder; return the exit code and what was said."""
    result = CliRunner().invoke(cli, ["generate", PART, "--output", str(output), *more])
    return result.exit_code, result.output.splitlines()


def test_each_new_changed_and_removed_file_is_named(tmp_path: Path) -> None:
    """And the second time there is nothing to write."""
    code, said = generated(tmp_path)
    assert code == 0
    assert all(line.startswith("new: ") for line in said[:-1])
    first, second = (Path(tmp_path, line.removeprefix("new: ")) for line in said[:2])

    second.rename(second.with_name("gone.yaml"))
    first.write_text(first.read_text() + "# by hand\n")
    code, said = generated(tmp_path)
    assert [line.partition(": ")[0] for line in sorted(said[:-1])] == ["changed", "new", "removed"]

    assert generated(tmp_path)[1][-1].endswith("0 written")


def test_a_check_writes_nothing_and_ends_with_1(tmp_path: Path) -> None:
    """It says what is missing, as a job of CI wants to know."""
    code, said = generated(tmp_path, "--check")
    assert code == 1
    assert all(line.startswith("missing: ") for line in said[:-1])
    assert not any(tmp_path.iterdir())
