"""Importing recordings, and asking a real Prometheus of both releases what it then holds."""

import gzip
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from observability.errors import PromtoolError, RecordingError
from observability.prometheus import server
from observability.prometheus.client import PrometheusClient, local_http
from observability.prometheus.promtool import Promtool
from observability.recordings.tsdb import imported
from tests.programs import PATIENCE
from tests.project import MONITORED

END = 1_795_515_063
"""The last sample of the realtime recording."""
FRONTEND_1_DEAD = 1_795_513_600
"""34 s after frontend-1 was killed in the realtime recording."""
CONNECTIONS = 'gitstratum_frontend_active_connections{pod=~".+-m8hvt"}'
"""A gauge of frontend-1."""


@contextmanager
def asking(tool: Promtool, storage: Path, folder: Path) -> Iterator[PrometheusClient]:
    """Run the server of the same release over a copy of the blocks."""
    copy = shutil.copytree(storage, folder / "data")
    with (
        server.running(tool.path.with_name("prometheus"), copy) as running,
        PrometheusClient(running.url, http=lambda: local_http(PATIENCE)) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def realtime(
    tool: Promtool, recordings: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PrometheusClient]:
    """Ask a Prometheus that holds the realtime recording."""
    storage = imported(
        recordings / "realtime" / "realtime.om.gz", cache, promtool=tool, relabelling=MONITORED
    )
    with asking(tool, storage, tmp_path_factory.mktemp("realtime")) as client:
        yield client


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Write a recording of four samples."""
    path = tmp_path / "small.om.gz"
    path.write_bytes(
        gzip.compress(
            b'up{job="x-headless"} 1 1768176000\nup{job="x-headless"} 1 1768176060\n'
            b'size{quantile="1"} 1 1768176000\nsize{quantile="0.0"} 1 1768176000\n# EOF\n'
        )
    )
    return path


def first(client: PrometheusClient, expression: str, at: float) -> float:
    """Return the only value of an expression."""
    (series,) = client.query(expression, at=at).series
    return series.samples[0][1]


def test_every_series_is_there(realtime: PrometheusClient) -> None:
    """Relabelling merges no series: there are as many as were recorded."""
    assert len(realtime.series(['{__name__!=""}'], start=END - 3600, end=END).series) == 2_518


def test_every_sample_is_there(realtime: PrometheusClient) -> None:
    """The blocks hold as many samples as the recording."""
    found = realtime.series(['{__name__!=""}'], start=END - 3600, end=END).series
    names = {labels["__name__"] for labels in found}
    counts = [first(realtime, f"sum(count_over_time({name}[1h]))", END) for name in names]
    assert sum(counts) == 592_515


def test_targets_are_labelled_as_by_our_monitors(realtime: PrometheusClient) -> None:
    """Each component's three pods have the job of the component."""
    result = realtime.query("count by (job) (up)", at=END)
    assert {series.labels["job"]: series.samples[0][1] for series in result.series} == {
        "gitstratum-control-plane": 3,
        "gitstratum-frontend": 3,
        "gitstratum-metadata": 3,
        "gitstratum-object": 3,
    }


def test_component_is_a_label(realtime: PrometheusClient) -> None:
    """Rules can select `component="metadata"`, and no series carries `cluster`."""
    expression = 'count(gitstratum_requests_total{component="metadata",cluster=""}) > bool 0'
    assert first(realtime, expression, END) == 1


def test_quantiles_are_spelled_as_stored(realtime: PrometheusClient, tool: Promtool) -> None:
    """The blocks have the spelling of the release that reads them: "1" before 3.0, then "1.0"."""
    expression = 'count by (quantile) (gitstratum_request_duration_seconds{quantile=~"1.*"})'
    (series,) = realtime.query(expression, at=END).series
    assert series.labels["quantile"] == ("1" if tool.release == 2 else "1.0")


def test_dead_pod_lingers(realtime: PrometheusClient) -> None:
    """OpenMetrics has no stale markers: 34 s after its death the pod's gauge is still there."""
    assert len(realtime.query(CONNECTIONS, at=FRONTEND_1_DEAD).series) == 1


def test_snapshot_has_stale_markers(tool: Promtool, recordings: Path, tmp_path: Path) -> None:
    """In the shipped snapshot the dead pod's gauge is gone at once."""
    storage = tmp_path / "snapshot"
    with tarfile.open(recordings / "realtime" / "tsdb-snapshot.tar.gz", "r:gz") as packed:
        packed.extractall(storage, filter="data")
    with asking(tool, storage, tmp_path) as client:
        assert client.query(CONNECTIONS, at=FRONTEND_1_DEAD).series == ()


def test_shift_moves_the_recording(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """With a shift of a day, all samples are a day later."""
    storage = imported(small, tmp_path / "cache", promtool=tool, shift=86_400)
    with asking(tool, storage, tmp_path) as client:
        result = client.query('up{job="x-headless"}[5m]', at=1_768_262_460)
    assert result.series[0].samples == ((1_768_262_400, 1), (1_768_262_460, 1))


def test_names_choose(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """With names, only series of these names are imported."""
    storage = imported(small, tmp_path / "cache", promtool=tool, names=["up"])
    with asking(tool, storage, tmp_path) as client:
        found = client.series(['{__name__!=""}'], start=1_768_176_000, end=1_768_176_060).series
    assert [dict(labels) for labels in found] == [{"__name__": "up", "job": "x-headless"}]


def test_second_import_is_the_first(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """The same import again returns the same folder and makes nothing."""
    one = imported(small, tmp_path / "cache", promtool=tool)
    blocks = sorted(path.name for path in one.iterdir())
    two = imported(small, tmp_path / "cache", promtool=tool)
    assert (two, sorted(path.name for path in two.iterdir())) == (one, blocks)


def test_other_import_is_another(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """Other names, another shift or another content is another folder."""
    cache = tmp_path / "cache"
    folders = [
        imported(small, cache, promtool=tool),
        imported(small, cache, promtool=tool, names=["up"]),
        imported(small, cache, promtool=tool, shift=60),
    ]
    small.write_bytes(gzip.compress(b"up 1 1768176000\n# EOF\n"))
    folders.append(imported(small, cache, promtool=tool))
    assert len(set(folders)) == 4


def test_names_that_are_not_there(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """Names that the recording lacks are an error, not an empty folder."""
    with pytest.raises(RecordingError, match="no sample to import"):
        imported(small, tmp_path / "cache", promtool=tool, names=["down"])


def test_nan_is_the_end_of_a_series(tool: Promtool, tmp_path: Path) -> None:
    """A dump's stale marker is no value: taken for one, the counter would start anew after it."""
    recording = tmp_path / "x.om"
    recording.write_text("x 1 1768176000\nx NaN 1768176060\nx 3 1768176120\n# EOF\n")
    storage = imported(recording, tmp_path / "cache", promtool=tool)
    with asking(tool, storage, tmp_path) as client:
        (series,) = client.query("x[5m]", at=1_768_176_150).series
    assert series.samples == ((1_768_176_000, 1.0), (1_768_176_120, 3.0))


def test_nan_alone_is_no_sample(tool: Promtool, tmp_path: Path) -> None:
    """Nothing is left to import."""
    recording = tmp_path / "x.om"
    recording.write_text("x NaN 1768176060\n# EOF\n")
    with pytest.raises(RecordingError, match="no sample to import"):
        imported(recording, tmp_path / "cache", promtool=tool)


def test_order_makes_no_difference(tool: Promtool, tmp_path: Path) -> None:
    """Samples may come in any order, of series and of time."""
    lines = [f"{name} {n} {1_768_176_000 + 60 * n}" for name in ("x", "y") for n in range(30)]
    recording = tmp_path / "x.om"
    mixed = sorted(lines, key=lambda line: line[::-1])
    recording.write_text("\n".join([*mixed, "# EOF", ""]))
    storage = imported(recording, tmp_path / "cache", promtool=tool)
    with asking(tool, storage, tmp_path) as client:
        found = client.query('{__name__=~"x|y"}[2h]', at=1_768_179_600).series
    expected = tuple((1_768_176_000 + 60 * n, float(n)) for n in range(30))
    assert {series.labels["__name__"]: series.samples for series in found} == {
        "x": expected,
        "y": expected,
    }


def test_two_values_at_one_time_are_refused(tool: Promtool, tmp_path: Path) -> None:
    """Which of them is right nobody knows; the recording is not half imported."""
    recording = tmp_path / "x.om"
    recording.write_text("x 1 1768176000\nx 2 1768176000\n# EOF\n")
    with pytest.raises(RecordingError, match="x has two values at 1768176000.000: expected one"):
        imported(recording, tmp_path / "cache", promtool=tool)
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []


def test_what_is_being_done_is_told(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """Reading, then importing; and nothing when the result is there already."""
    told: list[str] = []
    for _ in range(2):
        imported(small, tmp_path / "cache", promtool=tool, progress=told.append)
    assert [words.split(",")[0] for words in told] == [
        "reading small.om.gz",
        "importing small.om.gz",
    ]


def test_failed_import_leaves_nothing(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """A recording that is cut off leaves no folder which the next run would take for whole."""
    small.write_bytes(small.read_bytes()[:-12])
    with pytest.raises(RecordingError, match="gzip stream is damaged"):
        imported(small, tmp_path / "cache", promtool=tool)
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []


def test_refused_import_leaves_nothing(tool: Promtool, small: Path, tmp_path: Path) -> None:
    """What promtool refuses leaves no folder either."""
    hopeless = Promtool(path=Path("/bin/false"), release=tool.release)
    with pytest.raises(PromtoolError, match="could not import"):
        imported(small, tmp_path / "cache", promtool=hopeless)
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []
