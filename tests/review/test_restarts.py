"""Restarts as a real Prometheus of each release tells them, and deploys as people do."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from observability import (
    DefinitionError,
    Deploy,
    MetricType,
    Status,
    closed,
    per_process,
    unbounded,
)
from observability.recordings.series import Sample, Series
from observability.review.ledger import Ledger, Restart
from observability.review.markdown import markdown
from observability.review.period import period
from observability.review.restarts import seen, with_restarts, witnesses
from observability.review.sections.whole import whole
from tests.review.conftest import Asking
from tests.review.shop import CATALOGUE, NOW, WEEKS, at, inputs, ledger, reviewed, rows
from tests.shop import FRONTEND, OBJECT, ORDERS, PROD, metric

DAY = period("1d", at("2026-03-02T00:00"))
START, END = int(DAY.start.timestamp()), int(DAY.end.timestamp())
NOON = START + 43_200
VISITS = metric("shop_visits_total", MetricType.COUNTER, labels=(closed("door", "a", "b"),))
LAMPS = metric("shop_lamps", MetricType.GAUGE, labels=(per_process("process"),))
WITH_VISITS = replace(CATALOGUE, metrics=(*CATALOGUE.metrics, VISITS, LAMPS))


def scraped(
    name: str, values: Iterable[tuple[int, float]], pod: str, **labels: str
) -> Iterator[Sample]:
    """Yield a pod's series."""
    series = Series.of(
        name,
        {"job": "shop-frontend", "namespace": "shop", "instance": f"{pod}:9090"} | labels,
    )
    for time, value in values:
        yield Sample(series, value, float(time))


def minutes(start: int, end: int) -> Iterator[tuple[int, float]]:
    """Yield a counter that grows by one each minute."""
    return ((time, 1.0 + (time - start) // 60) for time in range(start, end + 1, 60))


def visits(pod: str, *restarts: int, away: int = 60) -> Iterator[Sample]:
    """Yield a counter that begins anew at some times, after having been away."""
    starts = (START - 600, *restarts)
    for start, end in zip(starts, (*(time - away for time in restarts), END), strict=True):
        for door in "ab":
            yield from scraped(VISITS.name, minutes(start, end), pod, door=door)


def restarts(asking: Asking, *samples: Iterable[Sample]) -> tuple[Restart, ...]:
    """Return the day's restarts."""
    with asking([one for each in samples for one in each]) as client:
        found = with_restarts(client, WITH_VISITS, PROD, DAY, ledger(rows(DAY.start, DAY.end)))
    assert found.queries == 6
    assert found.restarts is not None
    return found.restarts


def up(pod: str, *away: tuple[int, int]) -> Iterator[Sample]:
    """Yield a target that is scraped each minute, and was down at some times."""
    for time in range(START - 3600, END + 1, 60):
        down = any(first <= time < last for first, last in away)
        yield from scraped("up", [(time, 0.0 if down else 1.0)], pod)


def health(asking: Asking, *samples: Iterable[Sample]) -> str:
    """Return what a review of the day says of its data."""
    with asking([one for each in samples for one in each]) as client:
        found = with_restarts(client, WITH_VISITS, PROD, DAY, ledger(rows(DAY.start, DAY.end)))
    text = markdown(whole(reviewed(found, over=DAY, catalogue=WITH_VISITS))).replace("\\", "")
    return text.partition("Data health")[2].partition("Each SLO")[0]


def test_no_restart_is_said_only_where_one_could_be_seen(asking: Asking) -> None:
    """All targets expose a counter all day, and none begins anew."""
    text = health(asking, visits("a"), up("a"), visits("b"), up("b"))
    assert "No target of frontend restarted." in text
    assert "unseen" not in text


def test_a_target_without_a_counter_may_restart_unseen(asking: Asking) -> None:
    """Of two targets that are scraped, one shows nothing that a restart would change."""
    text = health(asking, visits("a"), up("a"), up("b"))
    assert "A restart of frontend (50 %) could go unseen" in text
    assert "No target" not in text


def test_a_component_that_is_only_up_shows_no_restart(asking: Asking) -> None:
    """The catalogue knows a counter, and the data has none of it."""
    text = health(asking, up("a"))
    assert "A restart of frontend could go unseen" in text
    assert "No target" not in text


def test_a_counter_that_never_counted_shows_no_restart(asking: Asking) -> None:
    """From 0 to 0 nothing begins anew."""
    still = scraped(VISITS.name, [(time, 0.0) for time in range(START, END, 60)], "a", door="a")
    assert "A restart of frontend could go unseen" in health(asking, still, up("a"))


def test_a_target_that_was_away_for_long_may_have_restarted(asking: Asking) -> None:
    """Twenty minutes without a scrape are more than the question looks back: it is said."""
    away = (NOON, NOON + 1_200)
    alive = [one for one in visits("a") if not away[0] <= one.timestamp < away[1]]
    text = health(asking, alive, up("a", away), visits("b"), up("b"))
    assert "may have restarted unseen: frontend (1)" in text
    assert "No target" not in text


def restart(start: int, targets: int = 1, lasts: int = 300) -> Restart:
    """Return a restart of the shop's front, so many seconds after the day's start."""
    begin = DAY.start + timedelta(seconds=start)
    return Restart(
        component="frontend",
        start=begin,
        end=begin + timedelta(seconds=lasts),
        targets=targets,
    )


def test_a_counter_that_begins_anew_is_a_restart(asking: Asking) -> None:
    """It is told by the five minutes in which it is seen first, and once for all its series."""
    assert restarts(asking, visits("a", NOON + 120), visits("b")) == (restart(43_200),)


def test_a_process_that_names_itself_anew_is_a_restart(asking: Asking) -> None:
    """A gauge whose label each process draws for itself shows it without any counter."""
    lamps = [
        *scraped(LAMPS.name, [(t, 1.0) for t in range(START, NOON, 60)], "a", process="1"),
        *scraped(LAMPS.name, [(t, 1.0) for t in range(NOON + 60, END, 60)], "a", process="2"),
    ]
    assert restarts(asking, lamps) == (restart(43_200),)


def test_targets_that_restart_together_are_one_mark(asking: Asking) -> None:
    """A rollout of two pods is told with their number, and another, hours later, apart."""
    found = restarts(asking, visits("a", NOON + 60, NOON + 7_260), visits("b", NOON + 120))
    assert found == (restart(43_200, targets=2), restart(50_400))


def test_a_target_that_was_away_for_ten_minutes_restarted(asking: Asking) -> None:
    """A slow start is seen as well."""
    assert restarts(asking, visits("a", NOON + 60, away=660)) == (restart(43_200),)


def test_a_target_that_restarts_again_and_again_is_a_span(asking: Asking) -> None:
    """A crash loop of half an hour is one mark of that length."""
    loop = visits("a", *range(NOON + 120, NOON + 1_921, 300))
    (only,) = restarts(asking, loop)
    assert only.start == restart(43_200).start
    assert only.end - only.start == timedelta(minutes=35)


def test_what_runs_on_does_not_restart(asking: Asking) -> None:
    """Neither a failed scrape nor a new target is a restart."""
    gap = [one for one in visits("a") if not NOON <= one.timestamp < NOON + 240]
    late = [one for one in visits("b") if one.timestamp > NOON]
    assert restarts(asking, gap, late) == ()


def test_the_number_of_queries_grows_with_neither_series_nor_restarts(asking: Asking) -> None:
    """Fifty targets that restart each hour are one question more than the ledger's two."""
    many = [
        one
        for pod in range(50)
        for one in visits(f"pod-{pod}", *range(START + 3600, END, 3600))
        if one.timestamp % 300 == 0
    ]
    assert len(restarts(asking, many)) == 23


def test_metrics_of_many_series_are_not_asked() -> None:
    """A label of each customer, or a metric that is not there, is no witness."""
    hidden = replace(VISITS, name="shop_hidden_total", status=Status.PLANNED, awaits="mend it")
    by_customer = replace(VISITS, name="shop_by_total", labels=(unbounded("customer"),))
    catalogue = replace(CATALOGUE, metrics=(ORDERS, VISITS, LAMPS, hidden, by_customer))
    assert [(one.name, label) for one, label in witnesses(catalogue)] == [
        (VISITS.name, ""),
        (LAMPS.name, "process"),
    ]


def test_without_a_witness_nobody_is_asked(asking: Asking) -> None:
    """Where no metric would show it, the review says that it is unknown."""
    assert seen(CATALOGUE) == frozenset()
    with asking(visits("a", NOON)) as client:
        found = with_restarts(client, CATALOGUE, PROD, DAY, ledger(rows(DAY.start, DAY.end)))
    assert (found.restarts, found.queries) == (None, 2)
    assert "Which targets restarted is unknown" in markdown(whole(reviewed(found, over=DAY)))


def marked(*deploys: Deploy, found: tuple[Restart, ...] | None = ()) -> str:
    """Return the Markdown of four weeks with a bad day, some deploys and restarts."""
    bad = {at("2026-03-10T12:05"): 50}
    given: Ledger = ledger(rows(WEEKS.start, NOW, bad), restarts=found)
    return markdown(whole(reviewed(given, inputs(deploys=deploys), catalogue=WITH_VISITS)))


DEPLOY = Deploy(at=at("2026-03-10T12:00"), component=FRONTEND, version="1.2")


def test_deploys_and_restarts_are_marked_and_told() -> None:
    """They are in each chart's words, in its table, and under data health."""
    seen_then = replace(restart(0), start=at("2026-03-10T12:00"), end=at("2026-03-10T12:05"))
    text = marked(DEPLOY, found=(seen_then,)).replace("\\", "")
    assert text.count("Marked: 1 deploy, 1 restart.") == 4
    assert text.count("deploy 12:00: 1.2; restart 12:00 – 12:05: 1 target") == 1
    assert "| restarts | – | 1 | 5 min | 2026-03-10 12:00 |" in text
    assert "| 2026-03-10 12:00 | frontend | deploy of 1.2 | – |" in text


def test_a_crash_loop_fills_no_table() -> None:
    """Of many marks the first few are named, and all are counted."""
    begin = at("2026-03-10T00:00")
    loop = tuple(
        replace(restart(0), start=begin + hour, end=begin + hour + timedelta(minutes=5))
        for hour in (timedelta(hours=number) for number in range(24))
    )
    text = marked(found=loop).replace("\\", "")
    assert "restart 04:00 – 04:05: 1 target; 19 more |" in text
    assert "Marked: 24 restarts." in text
    assert "within five minutes (the first 20 of 24)" in text


def test_deploys_of_other_components_and_times_are_not_marked() -> None:
    """The charts of an SLO mark what happened to its component, in the period."""
    other = replace(DEPLOY, component=OBJECT)
    before = replace(DEPLOY, at=at("2026-02-10T12:00"))
    assert "Marked" not in marked(other, before)


def test_without_deploys_the_review_says_that_none_were_given() -> None:
    """Nobody infers a deploy from a restart."""
    text = marked(found=(restart(0),))
    assert "No deploys were given for this period" in text
    assert "deploy of" not in text


def test_a_deploy_of_nothing_is_refused() -> None:
    """A deploy has a version and a time in UTC, and is listed once."""
    with pytest.raises(DefinitionError, match="deploy of frontend: version must be given"):
        replace(DEPLOY, version=" ")
    with pytest.raises(DefinitionError, match="times are in UTC"):
        replace(DEPLOY, at=DEPLOY.at.replace(tzinfo=None))
    with pytest.raises(DefinitionError, match=r"two deploys are named frontend 1\.2"):
        inputs(deploys=(DEPLOY, DEPLOY))
