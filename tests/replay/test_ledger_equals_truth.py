"""The ledger, summed over a recording, against a count of the raw samples that knows no PromQL."""

import functools
import math
from dataclasses import dataclass

import pytest

from observability.recordings.openmetrics import read
from observability.recordings.relabel import relabelled
from observability.recordings.series import Predicate, Series, named
from observability.replay.evaluation import Span
from tests.programs import NEWEST, OLDEST
from tests.project import MONITORED
from tests.recordings.truth import Increment, increments, total
from tests.replay.conftest import asking, recording, replayed

GIT = "gitstratum_frontend_git_operations_total"
FAILED = "gitstratum_frontend_git_operations_failed_total"
PACKS = "gitstratum_object_pack_cache_total"
REPLICATIONS = "gitstratum_object_replications_total"
REQUESTS = "gitstratum_requests_total"
SUCCESSES = "gitstratum_requests_success_total"
ERRORS = "gitstratum_requests_error_total"
CALLS = "coordinator_rpc_total"
COUNTERS = named(GIT, FAILED, PACKS, REPLICATIONS, REQUESTS, SUCCESSES, ERRORS, CALLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What an SLO counts: valid events, and the bad ones or else the good ones."""

    valid: Predicate
    bad: Predicate | None = None
    good: Predicate | None = None


def fetched(name: str) -> Predicate:
    """Select the clones and fetches of a counter."""
    clone, fetch = named(name, operation="clone"), named(name, operation="fetch")

    def selects(series: Series) -> bool:
        return clone(series) or fetch(series)

    return selects


SLOS = {
    "push-availability": Counted(
        valid=named(GIT, operation="push"), bad=named(FAILED, operation="push")
    ),
    "fetch-availability": Counted(valid=fetched(GIT), bad=fetched(FAILED)),
    "metadata-availability": Counted(
        valid=named(REQUESTS, component="metadata"), good=named(SUCCESSES, component="metadata")
    ),
    "object-availability": Counted(
        valid=named(REQUESTS, component="object"), good=named(SUCCESSES, component="object")
    ),
    "object-replication": Counted(
        valid=named(REPLICATIONS), good=named(REPLICATIONS, success="true")
    ),
    "pack-cache-hits": Counted(valid=named(PACKS), bad=named(PACKS, result="miss")),
    "coordinator-availability": Counted(valid=named(CALLS), good=named(CALLS, status="ok")),
}
RECORDINGS = {
    "realtime": tuple(SLOS),
    "week": tuple(SLOS),
    "month": ("push-availability", "fetch-availability"),  # It holds nothing of the others.
}


@functools.cache
def truth(name: str) -> tuple[Increment, ...]:
    """Count the raw samples of a recording, once for all tests."""
    return increments(relabelled(read(recording(name)), MONITORED), COUNTERS)


def evaluations(span: Span) -> tuple[float, float]:
    """Return which time the rows tell of that are compared: from the older value of the first on.

    A row holds the samples of a minute up to 15 seconds before it, by when their scrapes have
    ended. The first five minutes are left out: in a new Prometheus no counter is new.
    """
    first = math.ceil(span.start / 60) * 60 + 300
    return first - 60 - LATE, math.floor(span.end / 60) * 60 - LATE


def true_events(name: str, counted: Counted, span: Span) -> tuple[int, int]:
    """Return the valid and the bad events which the recording shows within the ledger's window."""
    start, end = evaluations(span)

    def events(where: Predicate) -> int:
        return total(truth(name), where=where, start=start, end=end)

    valid = events(counted.valid)
    if counted.bad is not None:
        return valid, events(counted.bad)
    assert counted.good is not None
    return valid, valid - events(counted.good)


LATE = 15
"""Seconds: the monitors' scrape timeout of 10 and five more."""


@functools.cache
def ledger(name: str, release: str) -> dict[tuple[str, str], float]:
    """Sum the ledger of a replay by row and SLO."""
    replay = replayed(name, release)
    start, _ = evaluations(replay.span)
    window = math.floor(replay.span.end - start - LATE)
    with asking(replay.storage, release) as client:
        return {
            (row, series.labels["slo"]): series.samples[0][1]
            for row in ("valid", "bad")
            for series in client.query(
                f"sum by (slo) (sum_over_time(slo:{row}:increase1m[{window}s]))", at=replay.span.end
            ).series
        }


def difference(name: str, slo: str, release: str) -> str:
    """Say what the ledger and the truth have, and what to do about it."""
    rows = ledger(name, release)
    valid, bad = true_events(name, SLOS[slo], replayed(name, release).span)
    return (
        f"{slo} on {name} (Prometheus {release}): bad {rows['bad', slo]:g} in the ledger, {bad} in "
        f"the recording; valid {rows['valid', slo]:g}, {valid}. The rules of the ledger miscount: "
        "compare minute by minute, and mend observability/expressions/counting.py"
    )


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_ledger_holds_what_a_recording_shows(name: str, release: str) -> None:
    """Every bad event is in the ledger, once, and valid ones are to 0.3 %.

    One test for both, and for all SLOs: a replay takes long, and each worker has its own.
    """
    rows, span = ledger(name, release), replayed(name, release).span
    wrong = []
    for slo in RECORDINGS[name]:
        valid, bad = true_events(name, SLOS[slo], span)
        if rows["bad", slo] != bad or rows["valid", slo] != pytest.approx(valid, rel=0.003):
            wrong.append(difference(name, slo, release))
    assert not wrong, "\n".join(wrong)


@pytest.mark.prometheus3
@pytest.mark.parametrize("slo", SLOS)
def test_both_releases_count_alike(slo: str) -> None:
    """The oldest Prometheus that we support has the same ledger as the newest."""
    old, new = (ledger("realtime", release) for release in (OLDEST, NEWEST))
    assert (old["valid", slo], old["bad", slo]) == (new["valid", slo], new["bad", slo])


@pytest.mark.parametrize(
    ("name", "counter", "events"),
    [
        ("realtime", FAILED, 1_054),
        ("week", FAILED, 1_331),
        ("month", FAILED, 3_973),
        ("realtime", ERRORS, 1_086),
    ],
)
def test_known_totals(name: str, counter: str, events: int) -> None:
    """The oracle itself finds the totals that were counted when the recordings were made."""
    assert total(truth(name), where=named(counter)) == events
