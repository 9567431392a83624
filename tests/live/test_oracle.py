"""The oracle counts as the promise says; each number here is counted by hand.

A row ends at 180 s and begins at 120 s. Scrapes are 15 s apart unless a test says otherwise.
"""

from collections.abc import Mapping, Sequence

import pytest

from tests.live.oracle import NOTHING, Job, Range, Row, Sample, Scrape, expected, growth
from tests.live.slis import COVERAGE, LEADER, METADATA, PUSH, SIGN_IN

END = 180.0
TOTAL, FAILED = PUSH.valid, PUSH.bad


def scrape(time: float, values: Mapping[str, float]) -> Scrape:
    """Return an answer of target `a` that shows counters without labels."""
    return Scrape(
        time=time,
        instance="a",
        samples=tuple((name, (), value) for name, value in values.items()),
    )


def job(
    scrapes: Sequence[Scrape],
    ups: Mapping[str, Sequence[Sample]] | None = None,
) -> Job:
    """Return what was stored; without `ups`, target `a` has been up since the start."""
    up = [(15.0 * n, 1.0) for n in range(13)]
    return Job(
        interval=15,
        scrapes=tuple(sorted(scrapes, key=lambda s: s.time)),
        ups={name: tuple(samples) for name, samples in (ups or {"a": up}).items()},
    )


def counted(
    values: Mapping[float, float], ups: Mapping[str, Sequence[Sample]] | None = None
) -> float:
    """Return the events of the row of a counter of target `a` with these values."""
    scrapes = [scrape(time, {"c": value}) for time, value in values.items()]
    return sum(growth(job(scrapes, ups), "c", END).values())


@pytest.mark.parametrize(
    ("values", "events"),
    [
        ({120: 100, 135: 110, 150: 120, 165: 130, 180: 140}, 40),
        ({119: 100, 181: 150}, 0),
        ({105: 100, 125: 100, 140: 107}, 7),
        ({15: 100, 170: 130}, 30),
        ({120: 30, 135: 40, 150: 10, 165: 20, 180: 30}, 40),
        ({120: 100, 135: 20, 150: 10, 165: 10}, 30),
        ({120: 100, 135: 91}, -9),
        ({120: 100, 135: 90}, 90),
        ({130: 12, 150: 15}, 15),
        ({120: 0, 135: 5}, 5),
    ],
    ids=[
        "the sample at its begin belongs to the row before",
        "a sample after its end belongs to the next row",
        "the first sample of the row counts from the last one before it",
        "155 s without a sample are bridged",
        "10 before the reset, 10 at it, 20 after it",
        "two resets: 20 and 10, and nothing since",
        "a fall by less than a tenth is a difference",
        "a fall by a tenth is a reset",
        "a new series counts from 0",
        "a counter may stand at 0",
    ],
)
def test_growth_of_a_row(values: dict[float, float], events: float) -> None:
    """A row holds the growth between the newest sample before it and the newest one in it."""
    assert counted(values) == events


@pytest.mark.parametrize(
    ("ups", "events"),
    [
        ({"a": [(90, 1)]}, 12),
        ({"a": [(90, 0), (125, 1)], "b": [(0, 1), (90, 1)]}, 12),
        ({"a": [(130, 1)], "b": [(45, 1)]}, 12),
        ({"a": [(130, 1)], "b": [(75, 1)]}, 0),
        ({"a": [(130, 1)], "b": [(45, 0)]}, 0),
        ({"a": [(130, 1)]}, 0),
        ({"a": [(-500, 1), (130, 1)], "b": [(45, 1)]}, 0),
        ({"a": [(-500, 1), (-470, 1), (130, 1)], "b": [(45, 1)]}, 12),
    ],
    ids=[
        "its target was up",
        "its target was down and is new, its job is known",
        "its target is new, its job is known",
        "its target is new, its job is hardly known",
        "its target is new, its job was down",
        "Prometheus has just started",
        "its target was away for more than ten minutes",
        "its target was up ten minutes before",
    ],
)
def test_a_new_series_is_believed(ups: Mapping[str, Sequence[Sample]], events: float) -> None:
    """A series of 12 events is new at 130 s: they count only if they can be of this minute."""
    assert counted({130: 12}, ups) == events


def test_a_reset_is_believed_as_a_new_series_is() -> None:
    """A counter is reset while its target is down, beside others that are up: nothing counts."""
    ups: dict[str, Sequence[Sample]] = {"a": [(-500, 1), (90, 0)], "b": [(45, 1)]}
    assert counted({15: 100, 130: 12, 145: 20}, ups) == 8


def test_series_that_differ_by_foreign_labels_are_one() -> None:
    """A pod that is scraped twice, at other phases, counts once: 100 to 140 are 40."""
    one = [scrape(time, {"c": value}) for time, value in {120: 100, 135: 110, 165: 130}.items()]
    other = [scrape(time, {"c": value}) for time, value in {112: 95, 142: 115, 172: 140}.items()]
    assert sum(growth(job([*one, *other]), "c", END).values()) == 40


def test_bad_is_not_bounded() -> None:
    """4 operations begin in the minute, and 6 fail that began earlier: 4 valid, 6 bad."""
    scrapes = [scrape(115, {TOTAL: 50, FAILED: 1}), scrape(175, {TOTAL: 54, FAILED: 7})]
    assert expected(PUSH, job(scrapes), END) == Row(Range(4, 4), Range(6, 6))


def test_bad_is_what_is_not_good() -> None:
    """2 requests begin and 5 succeed: 3 less than none are bad."""
    good = METADATA.good
    scrapes = [scrape(115, {METADATA.valid: 50, good: 40})]
    scrapes += [scrape(175, {METADATA.valid: 52, good: 45})]
    assert expected(METADATA, job(scrapes), END) == Row(Range(2, 2), Range(-3, -3))


def summary(time: float, count: float, p99: float | None, instance: str = "a") -> Scrape:
    """Return an answer with a summary, or with its count alone."""
    samples: list[tuple[str, tuple[tuple[str, str], ...], float]] = [
        (f"{SIGN_IN.summary}_count", (("method", "ssh"),), count)
    ]
    if p99 is not None:
        labels = (("method", "ssh"), ("quantile", "0.99"))
        samples.append((SIGN_IN.summary, labels, p99))
    return Scrape(time=time, instance=instance, samples=tuple(samples))


@pytest.mark.parametrize(
    ("scrapes", "row"),
    [
        ([summary(115, 5, 0.01), summary(175, 9, 0.01)], (1, 0)),
        ([summary(115, 5, 0.01), summary(160, 9, 2.0), summary(175, 9, 0.01)], (1, 0)),
        ([summary(115, 5, 0.01), summary(175, 9, 2.0)], (1, 1)),
        ([summary(115, 9, 2.0), summary(175, 9, 2.0)], (0, 0)),
        ([summary(115, 5, None), summary(175, 9, None)], (0, 0)),
        (
            [
                summary(115, 5, 0.01),
                summary(116, 7, 2.0, "b"),
                summary(175, 9, 0.01),
                summary(176, 7, 2.0, "b"),
            ],
            (1, 0),
        ),
    ],
    ids=["fast", "fast at last", "slow", "idle", "no quantile", "the slow pod is idle"],
)
def test_a_minute_of_a_summary(scrapes: list[Scrape], row: tuple[float, float]) -> None:
    """A busy minute is slow if the newest quantile of any busy pod is."""
    valid, bad = row
    assert expected(SIGN_IN, job(scrapes), END) == Row(Range(valid, valid), Range(bad, bad))


@pytest.mark.parametrize(
    ("spans", "bad"),
    [
        ((), NOTHING),
        (((150.0, 151.0),), NOTHING),
        (((120.0, 180.0),), Range(0, 1)),
        (((75.0, 200.0),), Range(1, 1)),
    ],
    ids=["led", "an election", "its edge", "nobody leads"],
)
def test_a_minute_without_a_leader(spans: tuple[tuple[float, float], ...], bad: Range) -> None:
    """An election is no bad minute, a loss is one, and its edge may be."""
    stored = Job(interval=15, scrapes=(), ups={}, leaderless=spans)
    assert expected(LEADER, stored, END) == Row(Range(1, 1), bad)


@pytest.mark.parametrize(
    ("changing", "bad"),
    [
        ([(150, 1), (165, 1), (180, 1)], 0),
        ([(150, 0), (165, 0), (180, 0)], 1),
        ([(150, 1), (165, 1), (180, 0)], 1),
        ([(105, 1), (120, 1)], 1),
        ([(145, 1), (160, 1)], 0),
        ([(180, 1)], 0),
    ],
    ids=["up", "down", "just went down", "gone for a minute", "late", "just came"],
)
def test_coverage(changing: list[Sample], bad: float) -> None:
    """Of three declared targets two are up all the time, and the third as listed."""
    steady = [(15.0 * n, 1.0) for n in range(13)]
    ups = {"a": steady, "b": steady, "c": changing}
    assert expected(COVERAGE, job([], ups), END) == Row(Range(3, 3), Range(bad, bad))


def test_coverage_counts_each_target_that_is_listed() -> None:
    """A fourth target, beside three that are declared, is promised, too."""
    steady = [(15.0 * n, 1.0) for n in range(13)]
    ups = dict.fromkeys("abc", steady) | {"d": [(180.0, 0.0)]}
    assert expected(COVERAGE, job([], ups), END) == Row(Range(4, 4), Range(1, 1))
