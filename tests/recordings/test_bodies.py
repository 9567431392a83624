"""Turning bodies of `/metrics` into samples."""

from pathlib import Path

import pytest

from observability.errors import RecordingError
from observability.recordings.bodies import read_bodies, scraped
from observability.recordings.openmetrics import read
from observability.recordings.series import Series, named
from observability.recordings.truth import increments, totals

TARGET = {
    "job": "gitstratum-frontend",
    "instance": "10.244.1.10:9090",
    "namespace": "gitstratum-system",
    "pod": "gitstratum-frontend-7c9d8b6f5d-x2k4q",
    "container": "frontend",
    "endpoint": "metrics",
    "service": "gitstratum-frontend",
}


def test_empty_body_is_a_scrape() -> None:
    """A target that exposes nothing yet is up."""
    assert [(s.series, s.value) for s in scraped("", at=1, target={"job": "x"})] == [
        (Series.of("up", {"job": "x"}), 1)
    ]


def test_counter_keeps_its_name() -> None:
    """A counter keeps its `_total` and gets the labels of the target."""
    body = '# TYPE pushes_total counter\npushes_total{repo="r"} 3\n'
    _, sample = scraped(body, at=7, target={"job": "x"})
    assert (str(sample.series), sample.value, sample.timestamp) == (
        'pushes_total{job="x",repo="r"}',
        3,
        7,
    )


def test_label_of_the_target_wins() -> None:
    """An exposed label of the target's own name is kept as `exported_…`."""
    _, sample = scraped('up_to{job="mine"} 1\n', at=1, target={"job": "x"})
    assert dict(sample.labels) == {"job": "x", "exported_job": "mine"}


def test_body_that_is_no_text_of_prometheus() -> None:
    """A web page is no body."""
    with pytest.raises(RecordingError, match="is not Prometheus text"):
        scraped("<html>", at=1, target={})


def test_folder_without_bodies(tmp_path: Path) -> None:
    """A folder without bodies is an error, not an empty recording."""
    with pytest.raises(RecordingError, match="no body: expected files named"):
        list(read_bodies(tmp_path, target={}))


def test_broken_body_is_named(tmp_path: Path) -> None:
    """The error names the file of the body that is broken."""
    (tmp_path / "1795513696.txt").write_text("<html>")
    with pytest.raises(RecordingError, match=r"1795513696\.txt: "):
        list(read_bodies(tmp_path, target={}))


def test_shipped_recording_is_its_bodies(recordings: Path) -> None:
    """`real-frontend.om.gz` holds the samples of the bodies beside it, and nothing else."""
    folder = recordings / "real-frontend"
    assert sorted(read(folder / "real-frontend.om.gz"), key=str) == sorted(
        read_bodies(folder, target=TARGET), key=str
    )


def test_real_frontend_counts_refused_keys(recordings: Path) -> None:
    """1,333 sign-ins succeeded and 224 keys were refused, 96 of them before a good one."""
    samples = read(recordings / "real-frontend" / "real-frontend.om.gz")
    found = increments(samples, named("gitstratum_auth_attempts_total"))
    assert totals(found, by=("status",)) == {("failure",): 224, ("success",): 1333}
