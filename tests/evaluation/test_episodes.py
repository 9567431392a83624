"""When an alert is pending, firing and over."""

import pytest

from observability.evaluation.episodes import episodes

END = 6_000

Times = tuple[float, float, float | None]


def fired(*active: int, for_: int = 0, keep_firing_for: int = 0) -> list[Times]:
    """Return when an alert that is active at these minutes is pending, firing and over."""
    found = episodes(active, interval=60, end=END, for_=for_, keep_firing_for=keep_firing_for)
    return [
        (episode.pending_at, episode.firing_at, episode.resolved_at)
        for episode in found
        if episode.firing_at is not None
    ]


def test_it_fires_at_once_without_for() -> None:
    """Without a `for`, pending and firing are one evaluation; it is over at the next without."""
    assert fired(60, 120) == [(60, 60, 180)]


def test_it_fires_after_for() -> None:
    """It fires at the first evaluation at which it has been active for `for`."""
    assert fired(60, 120, 180, 240, for_=120) == [(60, 180, 300)]


def test_a_gap_begins_for_again() -> None:
    """An evaluation without a result ends what is pending."""
    assert fired(60, 120, 240, 300, 360, for_=120) == [(240, 360, 420)]


def test_a_gap_ends_what_fires() -> None:
    """An evaluation without a result ends what fires, and the next result is another firing."""
    assert fired(60, 180) == [(60, 60, 120), (180, 180, 240)]


@pytest.mark.parametrize(("kept", "over"), [(60, 180), (119, 240), (120, 240), (121, 300)])
def test_it_is_kept_firing(kept: int, over: int) -> None:
    """It is over at the first evaluation by which it had no result for `keep_firing_for`."""
    assert fired(60, keep_firing_for=kept) == [(60, 60, over)]


def test_a_result_while_it_is_kept_goes_on() -> None:
    """A result within `keep_firing_for` is the same firing, which is kept from its end on."""
    assert fired(60, 180, keep_firing_for=120) == [(60, 60, 360)]


@pytest.mark.parametrize("late", [12, 30])
def test_an_evaluation_that_comes_late_is_no_gap(late: int) -> None:
    """Up to half an interval after its turn it is the next one: nothing was missed."""
    assert fired(60, 120 + late) == [(60, 60, 180 + late)]


def test_an_evaluation_that_is_more_than_half_an_interval_late_is_after_a_gap() -> None:
    """One was missed: 36 s late it is another firing."""
    assert fired(60, 156) == [(60, 60, 120), (156, 156, 216)]


def test_a_rule_that_says_nothing_waits_for_nothing_and_keeps_nothing() -> None:
    """Without `for` and `keep_firing_for` it fires at the first result, until the first without."""
    (episode,) = episodes([60], interval=60, end=END)
    assert (episode.firing_at, episode.resolved_at) == (60, 120)


def test_what_was_pending_only_is_over_at_the_first_evaluation_without_a_result() -> None:
    """It is told, too, and has not fired."""
    (episode,) = episodes([60], interval=60, end=END, for_=600, keep_firing_for=600)
    assert (episode.pending_at, episode.firing_at, episode.resolved_at) == (60, None, 120)


def test_a_result_at_the_end_of_what_is_kept_goes_on() -> None:
    """At the evaluation that would find it over, it has a result again."""
    assert fired(60, 180, keep_firing_for=60) == [(60, 60, 300)]


def test_what_is_pending_is_not_kept() -> None:
    """Only what fires is kept firing."""
    assert fired(60, 180, for_=120, keep_firing_for=600) == []


def test_it_fires_at_the_end() -> None:
    """What is active at the last evaluation has no end."""
    assert fired(END - 60, END) == [(END - 60, END - 60, None)]


def test_it_is_over_at_the_end() -> None:
    """What the last evaluation finds over has an end."""
    assert fired(END - 60) == [(END - 60, END - 60, END)]
