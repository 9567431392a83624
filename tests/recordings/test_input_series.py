"""Turning recorded series into input of promtool's unit tests."""

import json
import math
from pathlib import Path

import pytest

from observability.errors import RecordingError
from observability.prometheus import promtool
from observability.prometheus.promtool import Promtool
from observability.recordings.input_series import InputSeries, input_series, notation
from observability.recordings.openmetrics import read
from observability.recordings.relabel import relabelled
from observability.recordings.series import Sample, Series, named

UP = Series.of("up", {"job": "x"})
NAN = float("nan")
COUNTER = "gitstratum_requests_total"


def values(*samples: tuple[float, float], start: float = 0, end: float = 180) -> str:
    """Return the values of one series, of which pairs of time and value are given."""
    recorded = [Sample(UP, value, timestamp) for timestamp, value in samples]
    (entry,) = input_series(recorded, start=start, end=end, step=60)
    return entry.values


def test_sample_on_a_step() -> None:
    """A sample that lies on a step is that step's value."""
    assert values((0, 7), (60, 9), (120, 4), (180, 5)) == "7 9 4 5"


def test_sample_between_steps() -> None:
    """A sample between two steps is the value of the later one."""
    assert values((1, 7), (61, 9), (120, 4), (180, 5)) == "_ 7 4 5"


def test_last_sample_wins() -> None:
    """Of several samples between two steps the last is taken, whatever their order."""
    assert values((20, 3), (59, 9), (40, 4)) == "_ 9"


def test_step_without_a_sample_is_missing() -> None:
    """A step whose last minute has no sample is missing, and no older value stands in."""
    assert values((0, 7), (180, 9)) == "7 _x2 9"


def test_sample_shortly_before_the_window_counts() -> None:
    """The first step looks back for one step, as each of the others does."""
    assert values((-59, 7), (60, 9)) == "7 9"


def test_milliseconds_do_not_slip() -> None:
    """A sample on the step stays on it, though the times are no round numbers of floats."""
    start = 1_768_176_040.860
    samples = [(start + 60 * n, float(n * n)) for n in range(4)]
    assert values(*samples, start=start, end=start + 180) == "0 1 4 9"


def test_nan_is_missing() -> None:
    """A NaN, which a dump makes of a stale marker, is a missing value."""
    assert values((0, 7), (60, NAN), (120, 7)) == "7 _ 7"


def test_series_are_sorted() -> None:
    """The same samples give the same entries, in whatever order they come."""
    samples = [Sample(Series.of(name, {}), 1, 0) for name in ("b", "a", "c")]
    entries = input_series(samples, start=0, end=60, step=60)
    assert [entry.series for entry in entries] == ["a", "b", "c"]


def test_series_outside_the_window_are_left_out() -> None:
    """A series without a sample in the window has no entry."""
    samples = [Sample(UP, 1, 0), Sample(Series.of("late", {}), 1, 1000)]
    entries = input_series(samples, start=0, end=60, step=60)
    assert entries == (InputSeries(series='up{job="x"}', values="1"),)


def test_window_without_samples() -> None:
    """A window outside the recording is an error, not an empty test."""
    with pytest.raises(RecordingError, match="expected a window within the recording"):
        input_series([Sample(UP, 1, 0)], start=1000, end=2000, step=60)


@pytest.mark.parametrize(("end", "step"), [(-1, 60), (60, 0), (60, -60)])
def test_window_that_is_none(end: float, step: float) -> None:
    """A window that ends before it starts, or a step that is none, is refused."""
    with pytest.raises(RecordingError, match="expected a step of 1 ms or more"):
        input_series([Sample(UP, 1, 0)], start=0, end=end, step=step)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([1, 1, 1], "1x2"),
        ([1, 1, 1, None, 2, 4, 6], "1x2 _ 2+2x2"),
        ([9, 6, 3], "9-3x2"),
        ([-1, -1], "-1x1"),
        ([-2, -1, 0, 1], "-2+1x3"),
        ([1, 2], "1 2"),
        ([1, 2, 3, 3, 3], "1+1x2 3x1"),
        ([None, None, 5], "_x2 5"),
        ([5, None, None], "5"),
        ([0.5, 0.5, 1.0, 1.5], "0.5x1 1 1.5"),
        ([0.1, 0.2, 0.3], "0.1 0.2 0.3"),
        ([0, 0], "0x1"),
        ([float("inf"), float("inf")], "+Inf +Inf"),
        (
            [2.0**53, 2.0**53 + 2, 2.0**53 + 4],
            "9007199254740992.0 9007199254740994.0 9007199254740996.0",
        ),
        ([], ""),
    ],
)
def test_notation(given: list[float | None], expected: str) -> None:
    """Runs of equal values, of missing ones and of whole steps are written short."""
    assert notation(given) == expected


AWKWARD: list[float | None] = [
    0, 0, 0, 10, 20, 30, None, None, -1, -1, 9.046929595539458e-05, 9.046929595539458e-05, 1e300,
    7, 6, 5, 1e15, 1e15, 0.1, 0.2, 0.3, float("inf"), float("inf"), float("-inf"), 3,
]  # fmt: skip


def promtool_test(entries: tuple[InputSeries, ...], cases: list[tuple[str, int, float]]) -> str:
    """Write a unit test of these series with cases of expression, minute and value."""
    return json.dumps(
        {
            "evaluation_interval": "1m",
            "tests": [
                {
                    "interval": "1m",
                    "input_series": [
                        {"series": entry.series, "values": entry.values} for entry in entries
                    ],
                    "promql_expr_test": [
                        {
                            "expr": expression,
                            "eval_time": f"{minute}m",
                            "exp_samples": [{"labels": "{}", "value": value}],
                        }
                        for expression, minute, value in cases
                    ],
                }
            ],
        }
    )


def test_promtool_reads_the_same_values(tool: Promtool, tmp_path: Path) -> None:
    """Each value comes back from promtool, to the last digit, at the minute where it belongs."""
    cases = [
        (f"sum(awkward) == {value!r}", minute, value)
        for minute, value in enumerate(AWKWARD)
        if value is not None and math.isfinite(value)
    ]
    test = tmp_path / "test.yaml"
    test.write_text(
        promtool_test((InputSeries(series="awkward", values=notation(AWKWARD)),), cases)
    )
    verdict = promtool.run_tests(tool, [test])
    assert verdict.passed, verdict.output


def test_recorded_series_count_the_same_in_promtool(
    tool: Promtool, recordings: Path, tmp_path: Path
) -> None:
    """Series of a recording, as input, have the sums that the recording has at that minute."""
    start, end = 1_767_485_400, 1_767_487_200
    idle = read(recordings / "idle" / "idle.om.gz", where=named(COUNTER))
    chosen = list(relabelled(idle))
    latest = {sample.series: sample.value for sample in chosen if sample.timestamp <= end}
    entries = input_series(chosen, start=start, end=end, step=60)
    test = tmp_path / "test.yaml"
    test.write_text(promtool_test(entries, [(f"sum({COUNTER})", 30, sum(latest.values()))]))
    verdict = promtool.run_tests(tool, [test])
    assert verdict.passed, verdict.output
