"""Reading which faults a recording has."""

from pathlib import Path

import pytest

from observability.errors import RecordingError
from observability.recordings.timeline import Fault, read_timeline

HEADER = "start_utc_s\tend_utc_s\tstart\tkind\ttarget\tvalue\n"


def failure(path: Path, text: str) -> str:
    """Return the message of the error that reading this text ends with."""
    path.write_text(text)
    with pytest.raises(RecordingError) as caught:
        read_timeline(path)
    return str(caught.value)


def test_fault_is_read(recordings: Path) -> None:
    """A fault has its kind, its target, its times in seconds, and how hard it was."""
    faults = read_timeline(recordings / "week" / "week.timeline.tsv")
    assert (
        Fault(
            kind="error_burst",
            target="frontend",
            start=1_768_305_600,
            end=1_768_306_200,
            value=0.15,
        )
        in faults
    )


def test_fault_without_value(recordings: Path) -> None:
    """A killed node has no value, which is None and not 0."""
    faults = read_timeline(recordings / "idle" / "idle.timeline.tsv")
    assert [fault.value for fault in faults if fault.kind == "node_kill"] == [None]


@pytest.mark.parametrize(
    ("name", "count"), [("idle", 2), ("realtime", 14), ("week", 20), ("month", 40)]
)
def test_faults_are_in_the_order_of_time(recordings: Path, name: str, count: int) -> None:
    """All faults of a recording are read, the earliest first."""
    starts = [fault.start for fault in read_timeline(recordings / name / f"{name}.timeline.tsv")]
    assert (len(starts), starts) == (count, sorted(starts))


def test_other_columns(tmp_path: Path) -> None:
    """A file with other columns is no timeline."""
    assert "line 1: expected the columns start_utc_s" in failure(tmp_path / "x.tsv", "a\tb\n")


def test_broken_line(tmp_path: Path) -> None:
    """A line without a number where one must be is named."""
    message = failure(tmp_path / "x.tsv", f"{HEADER}soon\t2\t-\tgc\tall\t\n")
    assert "line 2: expected 6 fields" in message


def test_end_before_start(tmp_path: Path) -> None:
    """A fault cannot end before it starts."""
    message = failure(tmp_path / "x.tsv", f"{HEADER}2\t1\t-\tgc\tall\t\n")
    assert "line 2: the fault ends before it starts" in message


def test_missing_file(tmp_path: Path) -> None:
    """A timeline that does not exist is named."""
    with pytest.raises(RecordingError, match=r"nothing\.tsv: cannot be read"):
        read_timeline(tmp_path / "nothing.tsv")
