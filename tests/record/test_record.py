"""`observability record`: every sample that the SLOs need, none else, whatever interrupts it."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from observability.catalogue.gitstratum import GITSTRATUM
from observability.cli import cli
from observability.prometheus import promtool, server
from observability.prometheus.client import PrometheusClient
from observability.record.pseudonyms import Pseudonyms, identifying
from observability.record.recorder import Plan, Tally, record
from observability.record.selection import selectors
from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from observability.recordings.tsdb import imported
from tests import programs
from tests.shop import SHOP

NOON = 1_768_219_200
"""2026-01-12 12:00 UTC."""
HOURS = 3
SCOPE = {"job": "gitstratum-frontend", "namespace": "gitstratum-system"}
OPERATIONS = "gitstratum_frontend_git_operations_total"
WANTED = {OPERATIONS, "up"}


def scraped() -> Iterator[Sample]:
    """Yield three hours of a frontend that is restarted once, and of what nobody asked for."""
    for minute in range(HOURS * 60 + 1):
        for pod in ("a", "b"):
            target = SCOPE | {"instance": f"10.0.0.{ord(pod)}:9090", "pod": pod}
            time = float(NOON + 60 * minute)
            yield Sample(Series.of("up", target), 1.0, time)
            # The process of pod b ends after an hour; another takes over half an hour later.
            if pod == "b" and 60 <= minute < 90:
                continue
            process = "one" if minute < 60 or pod == "a" else "two"
            labels = target | {"operation": "push", "repo": "secret/plans", "node_id": process}
            yield Sample(Series.of(OPERATIONS, labels), 2.0 * minute, time)
            yield Sample(Series.of(OPERATIONS, labels | {"operation": "clone"}), 1.0, time)
            yield Sample(Series.of("go_goroutines", target), 7.0, time)
            yield Sample(Series.of("up", target | {"job": "other"}), 1.0, time)


@pytest.fixture(params=programs.EACH_RELEASE)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Run a Prometheus of each release that has scraped it."""
    tools = programs.tools(request.param)
    openmetrics.write(tmp_path / "scraped.om", scraped())
    promtool.create_blocks(tools.promtool, tmp_path / "scraped.om", tmp_path / "data")
    with server.running(tools.prometheus, tmp_path / "data") as running:
        yield running.url


def run(url: str, output: Path, *words: str) -> Result:
    """Record the three hours of push-availability."""
    given = ["--slo", "push-availability", "--since", "2026-01-12T11:59", "--until"]
    given += ["2026-01-12T15:00", "--prometheus", url, "--output", str(output)]
    return CliRunner().invoke(cli, ["record", *given, *words])


def samples(path: Path) -> Counter[Sample]:
    """Return the samples of a recording."""
    return Counter(openmetrics.read(path))


def test_every_sample_that_the_slo_needs_and_no_other(url: str, tmp_path: Path) -> None:
    """Pushes and `up` of the SLO's targets, each sample once, at its own time."""
    output = tmp_path / "out.om.gz"
    result = run(url, output)
    assert result.exit_code == 0, result.output
    expected = Counter(
        sample
        for sample in scraped()
        if sample.name in WANTED
        and sample.series.label("job") == SCOPE["job"]
        and sample.series.label("operation") in {"", "push"}
    )
    assert samples(output) == expected


def test_what_was_recorded_is_imported_and_recorded_again_unchanged(
    url: str, tmp_path: Path
) -> None:
    """Recording, import, recording: the same samples."""
    first, second = tmp_path / "first.om.gz", tmp_path / "second.om"
    assert run(url, first).exit_code == 0
    blocks = imported(first, tmp_path / "cache", promtool=programs.promtool())
    with server.running(programs.prometheus(), blocks) as again:
        assert run(again.url, second).exit_code == 0
    assert samples(first) == samples(second)


def test_a_recording_that_was_broken_off_goes_on(url: str, tmp_path: Path) -> None:
    """Pieces that are there are not asked for again, and the result is the same."""
    whole, resumed = tmp_path / "whole.om.gz", tmp_path / "resumed.om.gz"
    plan = Plan(url=url, selectors=("up", OPERATIONS), start=NOON, end=NOON + HOURS * 3600)

    def interrupt(done: int, _all: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with PrometheusClient(url) as prometheus:
        with pytest.raises(KeyboardInterrupt):
            record(prometheus, plan, resumed, provenance={}, progress=interrupt)
        assert not resumed.exists()
        pieces = tmp_path / ".resumed.om.gz.pieces"
        kept = {piece.name: piece.stat().st_mtime_ns for piece in pieces.glob("*.gz")}
        assert sorted(kept) == ["000000.gz", "000001.gz"]
        seen = []

        def look(_done: int, _all: int) -> None:
            seen.append({name: (pieces / name).stat().st_mtime_ns for name in kept})

        record(prometheus, plan, resumed, provenance={}, progress=look)
        record(prometheus, plan, whole, provenance={}, progress=lambda _done, _all: None)
    assert seen == [kept] * HOURS
    assert samples(whole) == samples(resumed)
    assert not list(tmp_path.glob(".*.pieces"))


def test_pieces_of_another_recording_are_not_mixed_in(url: str, tmp_path: Path) -> None:
    """A broken-off recording with other options is named, and nothing of it is used."""
    output = tmp_path / "out.om.gz"
    pieces = tmp_path / ".out.om.gz.pieces"
    pieces.mkdir()
    (pieces / "plan.json").write_text(json.dumps({"url": "elsewhere", "key": "00"}))
    result = run(url, output)
    assert result.exit_code == 2
    assert "holds the pieces of another recording" in result.output


def test_the_first_line_says_where_it_comes_from(url: str, tmp_path: Path) -> None:
    """Versions, range, interval and what is missing; no sample, so that imports are not changed."""
    output = tmp_path / "out.om.gz"
    assert run(url, output).exit_code == 0
    with gzip.open(output, "rt") as file:
        head = file.readline()
    assert head.startswith("# HELP observability_recording {")
    said = json.loads(head.partition("observability_recording ")[2])
    assert said["scrape_interval_seconds"] == "60"
    assert said["since"] == "2026-01-12T11:59:00Z"
    # Pod b's series ended, once, and its stale marker cannot be written.
    assert said["stale_markers_left_out"] == "1"


def test_pseudonyms_hide_names_and_keep_series_apart(url: str, tmp_path: Path) -> None:
    """No identifying value is in the file; the samples are as many as before."""
    plain, hidden = tmp_path / "plain.om.gz", tmp_path / "hidden.om.gz"
    assert run(url, plain).exit_code == 0
    assert run(url, hidden, "--pseudonyms").exit_code == 0
    with gzip.open(hidden, "rt") as file:
        text = file.read()
    for secret in ("secret/plans", "10.0.0.", 'node_id="one"', 'pod="a"'):
        assert secret not in text
    assert sorted(s.value for s in samples(plain)) == sorted(s.value for s in samples(hidden))
    assert len({s.series for s in samples(plain)}) == len({s.series for s in samples(hidden)})


def test_nothing_to_record_is_an_error(url: str, tmp_path: Path) -> None:
    """An empty recording would be replayed as silence."""
    output = tmp_path / "out.om.gz"
    words = ("--since", "2020-01-01T00:00", "--until", "2020-01-01T02:00")
    result = run(url, output, *words)
    assert result.exit_code == 2
    assert "there is no sample of what the SLOs read" in result.output
    assert list(tmp_path.glob("*out*")) == []


def test_a_range_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    """--since after --until is wrong use."""
    words = ("--since", "2026-02-01")
    result = run("http://127.0.0.1:1", tmp_path / "out.om.gz", *words)
    assert result.exit_code == 2
    assert "is not before --until" in result.output


def test_selectors_are_scoped_and_raw() -> None:
    """Every selector names job and namespace, and none reads what our rules record."""
    found = selectors(GITSTRATUM, GITSTRATUM.primary, GITSTRATUM.slos)
    assert len(found) == len(set(found))
    for selector in found:
        assert 'job="gitstratum-' in selector
        assert 'namespace="gitstratum-system"' in selector
        assert not selector.startswith("slo:")
        assert "[" not in selector


def test_what_identifies_somebody_follows_from_the_catalogue() -> None:
    """Machines and processes of any target, and what users or processes of GitStratum make."""
    assert identifying(GITSTRATUM.metrics) == {
        *("instance", "pod", "node", "host"),
        *("repo", "node_id", "persistentvolumeclaim", "target"),
    }
    assert identifying(SHOP.metrics) >= {"instance", "node", "host", "customer", "process"}


def test_a_pseudonym_depends_on_the_key_and_the_label() -> None:
    """The same value has one pseudonym in a recording, another in the next, and one a label."""
    one, other = (Pseudonyms(key, frozenset()) for key in (b"one", b"other"))
    assert one.of("repo", "x") == one.of("repo", "x")
    assert one.of("repo", "x") != other.of("repo", "x")
    assert one.of("repo", "x")[5:] != one.of("node_id", "x")[8:]
    assert "one" not in repr(one)


def test_what_names_somebody_is_hidden_and_nothing_else() -> None:
    """Repositories, processes, addresses, pods and machines; what is counted stays readable."""
    hidden = {
        "repo": "acme/secret",
        "node_id": "object-0-7f",
        "instance": "10.0.0.7:9090",
        "pod": "gitstratum-object-0",
        "node": "worker-3.acme.example",
        "host": "worker-3",
    }
    shown = {"job": "gitstratum-object", "namespace": "gitstratum-system", "operation": "push"}
    pseudonyms = Pseudonyms(b"key", identifying(GITSTRATUM.metrics))
    series = pseudonyms.series(Series.of(OPERATIONS, hidden | shown))
    labels = dict(series.labels)
    assert {name: labels[name] for name in shown} == shown
    assert not [name for name, value in hidden.items() if value in str(labels)]
    assert labels.keys() == hidden.keys() | shown.keys()


def test_a_series_that_comes_back_ended_once() -> None:
    """A gap is an end, and so is silence before the recording's end."""
    tally = Tally()
    tally.add("x", [0.0, 60.0, 120.0])
    tally.add("x", [600.0, 660.0])
    tally.add("y", [0.0, 60.0])
    tally.close(660.0)
    assert (tally.samples, tally.interval, tally.ended) == (7, 60.0, 2)
