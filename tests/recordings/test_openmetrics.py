"""Reading and writing recordings."""

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observability.errors import RecordingError
from observability.recordings.openmetrics import format_value, read, write
from observability.recordings.series import Sample, Series, named

UP = Series.of("up", {"job": "x"})


def written(path: Path, *lines: str) -> Path:
    """Write lines as a plain recording that ends well."""
    path.write_text("\n".join([*lines, "# EOF", ""]))
    return path


def failure(path: Path) -> str:
    """Return the message of the error that reading the recording ends with."""
    with pytest.raises(RecordingError) as caught:
        list(read(path))
    return str(caught.value)


def test_sample_is_read(tmp_path: Path) -> None:
    """A line becomes a sample with its name, labels, value and time in seconds."""
    path = written(tmp_path / "x.om", 'up{job="x"} 1 1768176040.860')
    (sample,) = read(path)
    assert (sample.name, sample.labels, sample.value, sample.timestamp) == (
        "up",
        (("job", "x"),),
        1.0,
        1768176040.86,
    )


def test_series_without_labels_is_read(tmp_path: Path) -> None:
    """A series may have no braces, or empty ones."""
    path = written(tmp_path / "x.om", "up 1 1768176040", "up{} 2 1768176041")
    assert {sample.series for sample in read(path)} == {Series.of("up", {})}


def test_awkward_label_values_are_read(tmp_path: Path) -> None:
    """A label's value may hold spaces, braces, commas and escaped quotes."""
    path = written(tmp_path / "x.om", r'up{a="} 1 2, b=\"c\"",b="\\n\n"} 3 1768176040')
    assert [dict(sample.labels) for sample in read(path)] == [{"a": '} 1 2, b="c"', "b": "\\n\n"}]


def test_samples_of_a_series_share_it(tmp_path: Path) -> None:
    """Samples of one series share one object, even when its labels are in another order."""
    path = written(tmp_path / "x.om", 'up{a="1",b="2"} 1 1', 'up{b="2",a="1"} 1 2')
    one, two = read(path)
    assert one.series is two.series


def test_all_numbers_are_read(tmp_path: Path) -> None:
    """Exponents and infinities are numbers."""
    path = written(tmp_path / "x.om", "a 9.85e+07 1", "a 1e-05 2", "a +Inf 3", "a -Inf 4")
    assert [sample.value for sample in read(path)] == [9.85e7, 1e-5, float("inf"), float("-inf")]


def test_only_chosen_series_are_read(tmp_path: Path) -> None:
    """With `where` the other series are left out."""
    path = written(tmp_path / "x.om", "up 1 1", "down 1 1")
    assert [sample.name for sample in read(path, where=named("down"))] == ["down"]


def test_packed_recording_is_read(tmp_path: Path) -> None:
    """A recording whose name ends in `.gz` is unpacked on the way."""
    path = tmp_path / "x.om.gz"
    path.write_bytes(gzip.compress(b"up 1 1\n# EOF\n"))
    assert len(list(read(path))) == 1


@pytest.mark.parametrize(
    ("name", "samples"),
    [("idle", 160_255), ("realtime", 592_515), ("month", 591_117), ("week", 1_539_815)],
)
def test_shipped_recording_is_whole(recordings: Path, name: str, samples: int) -> None:
    """Each recording of the project is read to its end, and has as many samples as was recorded."""
    assert sum(1 for _ in read(recordings / name / f"{name}.om.gz")) == samples


def test_missing_file(tmp_path: Path) -> None:
    """A recording that does not exist is named."""
    assert "nothing.om: cannot be read" in failure(tmp_path / "nothing.om")


def test_no_gzip(tmp_path: Path) -> None:
    """A `.gz` that is no gzip is damaged from its first line on."""
    path = tmp_path / "x.om.gz"
    path.write_text("up 1 1\n# EOF\n")
    assert "after line 0: the gzip stream is damaged" in failure(path)


def test_cut_off_gzip(recordings: Path, tmp_path: Path) -> None:
    """A download that broke off is reported with the line that it reached."""
    path = tmp_path / "x.om.gz"
    path.write_bytes((recordings / "idle" / "idle.om.gz").read_bytes()[:100_000])
    message = failure(path)
    assert ("after line 0" in message, "the gzip stream is damaged" in message) == (False, True)


def test_changed_gzip(recordings: Path, tmp_path: Path) -> None:
    """A recording in which a byte was changed is not read as if nothing had happened."""
    packed = bytearray((recordings / "idle" / "idle.om.gz").read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    path = tmp_path / "x.om.gz"
    path.write_bytes(packed)
    assert "copy" in failure(path) or "expected" in failure(path)


def test_missing_end(tmp_path: Path) -> None:
    """A plain recording without `# EOF` is cut off."""
    path = tmp_path / "x.om"
    path.write_text("up 1 1\nup 1 2\n")
    assert "after line 2: the file ends, expected `# EOF` first" in failure(path)


def test_text_after_the_end(tmp_path: Path) -> None:
    """Nothing may follow `# EOF`, as when two recordings were put together."""
    path = written(tmp_path / "x.om", "up 1 1", "# EOF", "up 1 2")
    assert "line 3: expected nothing after `# EOF`; found 'up 1 2'" in failure(path)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", "expected `name{label"),
        ("garbage", "expected `name{label"),
        ("up 1", "expected `name{label"),
        ("up  1 1", "expected `name{label"),
        ("up one 1", "both numbers"),
        ("up 1_0 1", "expected a number as value"),
        ("up 1 NaN", "expected a timestamp in seconds"),
        ("up 1 1768176040860", "expected a timestamp in seconds"),
        ('1up{job="x"} 1 1', "expected `name{label"),
        ('up{job="x" 1 1', "expected `name{label"),
        ("up{job=x} 1 1", "expected `name{label"),
        ('up{job="x",job="y"} 1 1', "expected `name{label"),
        ('up{job="x"} 1 1 # {trace="y"} 1', "expected `name{label"),
        ("# a remark", "expected `# TYPE`"),
        ('up{job="\xff"} 1 1', "expected `name{label"),
    ],
)
def test_bad_line(tmp_path: Path, line: str, expected: str) -> None:
    """A line that is none is reported with its number and what would be right."""
    path = tmp_path / "x.om"
    path.write_bytes(f"up 1 1\n{line}\n# EOF\n".encode("latin-1"))
    message = failure(path)
    assert (": line 2: " in message, expected in message) == (True, True)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """What was written comes back: the same series, values and times."""
    samples = [Sample(UP, 0.1 + 0.2, 1.25), Sample(UP, 3, 2.5)]
    write(tmp_path / "x.om.gz", samples)
    assert list(read(tmp_path / "x.om.gz")) == samples


def test_written_text(tmp_path: Path) -> None:
    """Series are sorted, each in the order of time, and `# EOF` ends the file."""
    samples = [
        Sample(Series.of("up", {}), 1, 2),
        Sample(Series.of("size_sum", {}), 0.5, 1),
        Sample(Series.of("size", {"quantile": "1"}), 7, 1),
        Sample(Series.of("pushes_total", {"b": "2"}), 5, 1),
        Sample(Series.of("pushes_total", {"b": "1"}), 5, 1.5),
        Sample(Series.of("up", {}), 0, 1),
    ]
    write(tmp_path / "x.om", samples)
    assert (tmp_path / "x.om").read_text() == (
        'pushes_total{b="1"} 5 1.500\n'
        'pushes_total{b="2"} 5 1.000\n'
        'size{quantile="1"} 7 1.000\n'
        "size_sum 0.5 1.000\n"
        "up 0 1.000\n"
        "up 1 2.000\n"
        "# EOF\n"
    )


def test_same_samples_same_bytes(tmp_path: Path) -> None:
    """The order of the samples and the time of writing do not change a byte of the packed file."""
    samples = [Sample(UP, 1, 1), Sample(Series.of("down", {}), 2, 1), Sample(UP, 1, 2)]
    write(tmp_path / "one.om.gz", samples)
    write(tmp_path / "two.om.gz", reversed(samples))
    assert (tmp_path / "one.om.gz").read_bytes() == (tmp_path / "two.om.gz").read_bytes()


def test_two_values_at_one_time(tmp_path: Path) -> None:
    """A series with two values at one time is refused, and the file that was there stays."""
    path = written(tmp_path / "x.om", "up 1 1")
    before = path.read_text()
    with pytest.raises(RecordingError, match="has two values at 1.000"):
        write(path, [Sample(UP, 1, 1), Sample(UP, 2, 1)])
    assert [item.name for item in tmp_path.iterdir()] == ["x.om"]
    assert path.read_text() == before


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-3, "-3"),
        (1e15, "1000000000000000"),
        (1e300, "1e+300"),
        (0.1, "0.1"),
        (float("nan"), "NaN"),
        (float("inf"), "+Inf"),
        (float("-inf"), "-Inf"),
    ],
)
def test_value_as_text(value: float, text: str) -> None:
    """A value is written in the fewest digits that mean it."""
    assert format_value(value) == text


@given(
    labels=st.dictionaries(
        st.from_regex(r"[a-z][a-z_]{0,3}", fullmatch=True), st.text(st.characters(codec="utf-8"))
    ),
    values=st.lists(st.floats(allow_nan=False), min_size=1, max_size=5),
)
def test_whatever_was_written_is_read(labels: dict[str, str], values: list[float]) -> None:
    """Any label value and any number come back as they were; `__` names are reserved."""
    samples = [Sample(Series.of("x", labels), value, n) for n, value in enumerate(values)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.om")
        write(path, samples)
        assert list(read(path)) == samples
