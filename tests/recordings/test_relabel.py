"""Relabelling recorded series as our monitors would."""

from pathlib import Path

import pytest

from observability.errors import RecordingError
from observability.recordings.openmetrics import read
from observability.recordings.relabel import NOTHING, Quantiles, as_monitored, relabelled
from observability.recordings.series import Sample, Series
from observability.replay.monitored import relabelling
from tests.project import MONITORED
from tests.shop import SHOP


def test_headless_is_cut() -> None:
    """The job of a StatefulSet's pods loses the `-headless` of its Service."""
    recorded = Series.of("up", {"job": "gitstratum-object-headless"})
    assert as_monitored(recorded, MONITORED).label("job") == "gitstratum-object"


def test_other_jobs_stay() -> None:
    """The frontend's Service is not headless, so its job stays."""
    recorded = Series.of("up", {"job": "gitstratum-frontend"})
    assert as_monitored(recorded, MONITORED) == recorded


def test_cluster_becomes_component() -> None:
    """The exposed `cluster` is the component's name: it is copied to `component` and dropped."""
    recorded = Series.of("gitstratum_requests_total", {"cluster": "metadata", "operation": "get"})
    assert as_monitored(recorded, MONITORED) == Series.of(
        "gitstratum_requests_total", {"component": "metadata", "operation": "get"}
    )


def test_all_else_stays() -> None:
    """`service` keeps its `-headless`, and `instance`, `pod` and the metric's labels stay."""
    labels = {
        "service": "gitstratum-object-headless",
        "instance": "10.244.3.13:9090",
        "pod": "gitstratum-object-2",
        "node_id": "086906a6-5eec-4384-b089-5700245f869d",
    }
    recorded = Series.of("gitstratum_object_gc_runs_total", labels)
    assert as_monitored(recorded, MONITORED) == recorded


def test_another_system_s_labels_stay() -> None:
    """Only what the catalogue's own monitors change is changed: its Services, its labels."""
    labels = {"job": "shop-headless", "cluster": "eu-1"}
    recorded = Series.of("shop_orders_total", labels)
    assert as_monitored(recorded, relabelling(SHOP)) == recorded
    assert as_monitored(Series.of("up", {"job": "x-headless"}), MONITORED).label("job") == (
        "x-headless"
    )


def test_twice_is_once() -> None:
    """What is labelled as by our monitors already stays as it is."""
    labels = {"job": "gitstratum-metadata-headless", "cluster": "metadata"}
    once = as_monitored(Series.of("gitstratum_requests_total", labels), MONITORED)
    assert as_monitored(once, MONITORED) == once


@pytest.mark.parametrize(
    ("quantiles", "spelled"),
    [
        ("prometheus2", ["0", "0.99", "1", "10", "+Inf"]),
        ("prometheus3", ["0.0", "0.99", "1.0", "10.0", "+Inf"]),
    ],
)
@pytest.mark.parametrize("label", ["quantile", "le"])
def test_whole_quantiles(label: str, quantiles: Quantiles, spelled: list[str]) -> None:
    """Whole quantiles and edges are spelled as that Prometheus stores them, whatever they were."""
    for recorded in (["0", "0.99", "1", "10", "+Inf"], ["0.0", "0.99", "1.0", "10.0", "+Inf"]):
        found = [
            as_monitored(Series.of("x", {label: value}), NOTHING, quantiles=quantiles).label(label)
            for value in recorded
        ]
        assert found == spelled


def test_quantiles_stay_when_not_asked_for() -> None:
    """Without a wish the quantiles stay as recorded."""
    recorded = Series.of("x", {"quantile": "1"})
    assert as_monitored(recorded, MONITORED) == recorded


def test_doubled_scrape_is_refused() -> None:
    """A pod that was scraped through both Services would be counted twice: that is an error."""
    samples = [
        Sample(Series.of("up", {"job": job}), 1, 1)
        for job in ("gitstratum-object", "gitstratum-object-headless")
    ]
    with pytest.raises(RecordingError, match="expected each pod to be scraped once"):
        list(relabelled(samples, MONITORED))


@pytest.mark.parametrize("name", ["idle", "realtime"])
def test_recordings_have_one_job_for_each_component(recordings: Path, name: str) -> None:
    """Relabelled, a recording has the four jobs of the scraped components and no `cluster`."""
    samples = relabelled(read(recordings / name / f"{name}.om.gz"), MONITORED)
    series = {sample.series for sample in samples}
    assert {one.label("job") for one in series} == {
        "gitstratum-control-plane",
        "gitstratum-frontend",
        "gitstratum-metadata",
        "gitstratum-object",
    }
    assert {one.label("cluster") for one in series} == {""}
