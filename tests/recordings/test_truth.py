"""The true number of events, by rule and on the recordings."""

from collections.abc import Iterable

import pytest

from observability.errors import RecordingError
from observability.recordings.series import Sample, Series, named
from tests.recordings.truth import Increment, increments, total, totals

TARGET = {"namespace": "n", "job": "j", "instance": "i"}
UP = Series.of("up", TARGET)
FAILED = Series.of("failed_total", TARGET)


def samples(series: Series, *values: float | None, start: int = 0) -> list[Sample]:
    """Put values a minute apart, `None` being no sample."""
    return [
        Sample(series, value, 60.0 * minute)
        for minute, value in enumerate(values, start=start)
        if value is not None
    ]


def events(*recorded: Iterable[Sample]) -> int:
    """Count the failures in what was recorded."""
    return total(
        increments([sample for some in recorded for sample in some], named("failed_total"))
    )


def test_growth_counts() -> None:
    """A counter that grows from 5 to 9 shows 4 events."""
    assert events(samples(UP, 1, 1), samples(FAILED, 5, 9)) == 4


def test_what_is_older_than_the_recording_does_not_count() -> None:
    """A counter that is there at its target's first scrape counts by its growth alone."""
    assert events(samples(UP, 1, 1), samples(FAILED, 5, 5)) == 0


def test_birth_counts_from_zero() -> None:
    """A counter born at 3, on a target that was scraped before, shows 3 events."""
    assert events(samples(UP, 1, 1, 1), samples(FAILED, None, 3, 4)) == 4


def test_up_may_come_first_or_last() -> None:
    """Whether `up` stands before or after the counter in the file makes no difference."""
    up, failed = samples(UP, 1, 1), samples(FAILED, None, 3)
    assert events(up, failed) == events(failed, up) == 3


def test_failed_scrape_is_no_scrape() -> None:
    """A target that only failed to answer before was not scraped: its first value is old."""
    assert events(samples(UP, 0, 1, 1), samples(FAILED, None, 3, 4)) == 1


def test_other_series_prove_the_scrape() -> None:
    """Without `up`, an older series of the same target shows that it was scraped before."""
    other = Series.of("other", TARGET)
    assert events(samples(other, 1, 1), samples(FAILED, None, 3)) == 3


def test_series_of_the_scrape_itself_prove_nothing() -> None:
    """`scrape_duration_seconds` is written when the scrape fails, too."""
    duration = Series.of("scrape_duration_seconds", TARGET)
    assert events(samples(duration, 1, 1), samples(UP, 0, 1), samples(FAILED, None, 3)) == 0


def test_other_targets_prove_nothing() -> None:
    """That another target was scraped before makes no difference."""
    other = Series.of("up", {**TARGET, "instance": "k"})
    assert events(samples(other, 1, 1), samples(UP, None, 1), samples(FAILED, None, 3)) == 0


def test_reset_counts_from_zero() -> None:
    """A counter that falls from 9 to 2 was restarted and shows 2 events since."""
    assert events(samples(UP, 1, 1), samples(FAILED, 9, 2)) == 2


def test_reset_to_zero_shows_nothing() -> None:
    """A counter that falls to 0 shows no event."""
    assert events(samples(UP, 1, 1), samples(FAILED, 9, 0)) == 0


def test_restart_under_a_new_node_id() -> None:
    """The series of a restarted process has another `node_id` and counts from 0."""
    old, new = (Series.of("failed_total", {**TARGET, "node_id": node}) for node in "ab")
    assert events(samples(UP, 1, 1, 0, 1), samples(old, 5, 6), samples(new, 4, start=3)) == 5


def test_gap_is_bridged() -> None:
    """A missed scrape loses no event."""
    assert events(samples(UP, 1, 0, 1), samples(FAILED, 5, None, 9)) == 4


def test_nan_is_no_value() -> None:
    """A NaN, which a dump makes of a stale marker, neither counts nor ends the count."""
    assert events(samples(UP, 1, 1, 1), samples(FAILED, 5, float("nan"), 9)) == 4


def test_window_is_left_open() -> None:
    """An event at the window's start belongs to the window before, one at its end to it."""
    found = increments([*samples(UP, 1, 1, 1), *samples(FAILED, 0, 1, 3)], named("failed_total"))
    assert [total(found, start=0, end=60), total(found, start=60, end=120)] == [1, 2]


def test_increment_tells_its_series_and_time() -> None:
    """An increment says which counter it belongs to, and when it was seen."""
    found = increments([*samples(UP, 1, 1), *samples(FAILED, 0, 3)], named("failed_total"))
    assert found == (Increment(FAILED, 60.0, 3),)


def test_totals_by_label() -> None:
    """Events are summed by the values of labels, `__name__` and missing labels among them."""
    push = Series.of("failed_total", {**TARGET, "operation": "push"})
    found = increments(
        [*samples(UP, 1, 1), *samples(FAILED, 0, 3), *samples(push, 0, 2)], named("failed_total")
    )
    assert totals(found, by=("__name__", "operation")) == {
        ("failed_total", ""): 3,
        ("failed_total", "push"): 2,
    }


def test_total_of_some() -> None:
    """A total may be asked for some of the counters that were counted."""
    push = Series.of("failed_total", {**TARGET, "operation": "push"})
    found = increments(
        [*samples(UP, 1, 1), *samples(FAILED, 0, 3), *samples(push, 0, 2)], named("failed_total")
    )
    assert total(found, where=named("failed_total", operation="push")) == 2


def test_disorder_is_refused() -> None:
    """Samples that go back in time are an error, not a reset."""
    with pytest.raises(RecordingError, match="expected each series in the order of time"):
        events(samples(UP, 1, 1), samples(FAILED, 1, start=1), samples(FAILED, 0))


def test_parts_of_events_are_refused() -> None:
    """A sum of seconds is no counter of events."""
    with pytest.raises(RecordingError, match="expected a whole number"):
        events(samples(UP, 1, 1), samples(FAILED, 0, 0.5))


@pytest.mark.parametrize(
    ("name", "labels", "count"),
    [
        ("gitstratum_frontend_git_operations_failed_total", {}, 1_054),
        ("gitstratum_object_replications_total", {"success": "false"}, 300),
        ("gitstratum_auth_attempts_total", {"status": "failure"}, 2_932),
        ("gitstratum_requests_error_total", {}, 1_086),
        ("coordinator_node_state_transitions_total", {}, 13),
        ("gitstratum_frontend_git_operations_total", {}, 32_566),
    ],
)
def test_realtime(
    realtime: tuple[Increment, ...], name: str, labels: dict[str, str], count: int
) -> None:
    """The realtime recording has exactly the events that its recorder counted."""
    assert total(realtime, where=named(name, **labels)) == count


def test_week(week: tuple[Increment, ...]) -> None:
    """In the week 1,331 Git operations failed."""
    assert total(week, where=named("gitstratum_frontend_git_operations_failed_total")) == 1_331


def test_month(month: tuple[Increment, ...]) -> None:
    """In the month 3,973 Git operations failed."""
    assert total(month, where=named("gitstratum_frontend_git_operations_failed_total")) == 3_973


@pytest.mark.parametrize("name", ["realtime", "week"])
def test_requests_add_up(request: pytest.FixtureRequest, name: str) -> None:
    """Each request succeeds or fails: valid events are successes plus errors, to the event."""
    found = totals(request.getfixturevalue(name), by=("__name__", "component", "operation"))
    for (counter, component, operation), count in found.items():
        if counter == "gitstratum_requests_total":
            parts = [
                found.get((f"gitstratum_requests_{part}_total", component, operation), 0)
                for part in ("success", "error")
            ]
            assert count == sum(parts)


def test_days_add_up(week: tuple[Increment, ...]) -> None:
    """The days of the week share no event and lose none."""
    start = 1_768_176_000
    days = [total(week, start=start + 86_400 * n, end=start + 86_400 * (n + 1)) for n in range(8)]
    assert sum(days) == total(week)
