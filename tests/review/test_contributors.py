"""Who spent the budget: asked of a real Prometheus that holds an invented shop's raw series."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from observability import Catalogue, RatioSLI, ScrapeSLI
from observability.evaluation.rows import Row, Rows
from observability.prometheus.client import PrometheusClient
from observability.recordings.series import Sample, Series
from observability.review.contributors import with_contributors
from observability.review.data import as_data
from observability.review.ledger import Contributors, Ledger
from observability.review.markdown import markdown
from observability.review.page import page
from observability.review.period import period
from observability.review.sections.whole import whole
from tests.review.conftest import Asking
from tests.review.shop import CATALOGUE, ORDERS, at, ledger, reviewed
from tests.shop import ORDERS as ORDERS_TOTAL
from tests.shop import PROD

DAY = period("1d", at("2026-03-02T00:00"))
START = int(DAY.start.timestamp())
NOON = START + 43_200
FAILED = "shop_failed_orders_total"
VALID = "shop_orders_total"
SCOPE = {"job": "shop-frontend", "namespace": "shop"}
PAID, UNPAID = (ORDERS_TOTAL.where(paid=value) for value in ("true", "false"))
GOOD_ONES = replace(ORDERS, sli=RatioSLI(valid=ORDERS_TOTAL.all, good=PAID))
UNPAID_EXCLUDED = replace(ORDERS, sli=RatioSLI(valid=ORDERS_TOTAL.all, good=PAID, excluded=UNPAID))


def counter(name: str, steps: dict[int, int], pod: str, **labels: str) -> Iterator[Sample]:
    """Yield a counter that is scraped each minute of the day, and grows by `steps` at their times.

    Before them it stands at 1.
    """
    series = Series.of(name, SCOPE | {"pod": pod, "instance": f"{pod}:9090"} | labels)
    value = 1
    for time in range(START - 600, START + 86_401, 60):
        value += steps.get(time, 0)
        yield Sample(series, float(value), float(time))


def up(*pods: str) -> Iterator[Sample]:
    """Yield the pods' `up`."""
    for pod in pods:
        series = Series.of("up", SCOPE | {"pod": pod, "instance": f"{pod}:9090"})
        for time in range(START - 600, START + 86_401, 60):
            yield Sample(series, 1.0, float(time))


def failures(customers: int = 2) -> Iterator[Sample]:
    """Yield 10 failed orders of each customer: 7 unpaid ones at a, 2 and a paid one at b."""
    yield from up("a", "b")
    for number in range(customers):
        customer = f"customer-{number}"
        for pod, paid, bad in (("a", "false", 7), ("b", "false", 2), ("b", "true", 1)):
            yield from counter(FAILED, {NOON: bad}, pod, paid=paid, customer=customer)


def asked(
    client: PrometheusClient, bad: int, catalogue: Catalogue = CATALOGUE
) -> tuple[Ledger, Contributors]:
    """Return a ledger with that many bad events at noon, and its contributors."""
    rows = Rows.of(
        Row(float(time), 1_000, bad if time == NOON + 300 else 0)
        for time in range(START + 300, START + 86_401, 300)
    )
    found = with_contributors(client, catalogue, PROD, DAY, ledger(rows))
    return found, found.contributors[ORDERS.name]


def drawn(found: Ledger) -> str:
    """Return the day's review as Markdown."""
    return markdown(whole(reviewed(found, over=DAY)))


def test_bad_events_are_told_by_label_and_pod(asking: Asking) -> None:
    """By what has few values, and never by customer or process."""
    with asking(failures()) as client:
        found, contributors = asked(client, 20)
    assert contributors == Contributors(
        total=20,
        events={"paid": {"false": 18, "true": 2}, "pod": {"a": 14, "b": 6}},
    )
    text = drawn(found)
    assert "Top contributors to the 20 bad events of orders-accepted" in text
    assert "| pod | a | 14 | 70 % |" in text
    assert "customer-" not in text


def test_days_without_bad_events_are_not_asked_for(asking: Asking) -> None:
    """Of a week, in threes of days, the first has some: one question, beside the ledger's two."""
    week = period("7d", at("2026-03-08T00:00"))
    rows = Rows.of(
        Row(float(time), 1_000, 20 if time == NOON + 300 else 0)
        for time in range(START + 300, int(week.end.timestamp()) + 1, 300)
    )
    with asking(failures()) as client:
        found = with_contributors(client, CATALOGUE, PROD, week, ledger(rows))
    assert found.contributors[ORDERS.name].total == 20
    assert found.queries == 2 + 1


def test_bad_events_may_be_all_but_the_good_ones(asking: Asking) -> None:
    """Where successes are counted, the rest is bad: of a pod without a success, all are."""
    samples = [
        *up("a", "b"),
        *counter(VALID, {NOON: 5}, "a", paid="true"),
        *counter(VALID, {NOON: 3}, "a", paid="false"),
        *counter(VALID, {NOON: 4}, "b", paid="false"),
    ]
    with asking(samples) as client:
        _, contributors = asked(client, 7, replace(CATALOGUE, slos=(GOOD_ONES,)))
    assert contributors == Contributors(total=7, events={"pod": {"a": 3, "b": 4}})


def test_excluded_events_are_nobody_s_bad_events(asking: Asking) -> None:
    """90 good and 10 excluded: no pod brought a bad one, whatever the ledger says."""
    samples = [
        *up("a"),
        *counter(VALID, {NOON: 90}, "a", paid="true"),
        *counter(VALID, {NOON: 10}, "a", paid="false"),
    ]
    with asking(samples) as client:
        _, contributors = asked(client, 1, replace(CATALOGUE, slos=(UNPAID_EXCLUDED,)))
    assert contributors == Contributors(total=0, events={"pod": {}})


def test_missed_scrapes_are_told_by_pod(asking: Asking) -> None:
    """Three minutes down are three missed scrapes of that pod."""
    series = Series.of("up", SCOPE | {"pod": "b", "instance": "b:9090"})
    down = (NOON, NOON + 60, NOON + 120)
    samples = [
        *up("a"),
        *(
            Sample(series, float(time not in down), float(time))
            for time in range(START - 600, START + 86_401, 60)
        ),
    ]
    scrapes = replace(ORDERS, sli=ScrapeSLI(component=ORDERS.component))
    with asking(samples) as client:
        _, contributors = asked(client, 3, replace(CATALOGUE, slos=(scrapes,)))
    assert contributors == Contributors(total=3, events={"pod": {"b": 3}})


def test_the_first_failure_and_a_restart_are_counted_as_the_ledger_does(asking: Asking) -> None:
    """A counter born at 3 counts 3, and one that starts again at 2 counts 2."""
    born, restarted = (
        Series.of(FAILED, SCOPE | {"pod": pod, "instance": f"{pod}:9090", "paid": "true"})
        for pod in "ab"
    )
    minutes = range(START - 600, START + 86_401, 60)
    samples = [
        *up("a", "b"),
        *(Sample(born, 3.0, float(time)) for time in minutes if time >= NOON),
        *(Sample(restarted, 9.0 if time < NOON else 2.0, float(time)) for time in minutes),
    ]
    with asking(samples) as client:
        _, contributors = asked(client, 5)
    assert contributors.events["pod"] == {"a": 3, "b": 2}


def test_the_number_of_queries_does_not_grow_with_series(asking: Asking) -> None:
    """One question, whether two customers' orders fail or forty's."""
    with asking(failures(40)) as client:
        found, contributors = asked(client, 400)
    assert contributors.total == 400
    assert found.queries == ledger(Rows.of(())).queries + 1


def test_a_review_says_that_the_raw_series_are_gone(asking: Asking) -> None:
    """The ledger outlives them: no contributor is guessed."""
    with asking(up("a")) as client:
        found, contributors = asked(client, 20)
    assert contributors.total == 0
    assert "the raw series of the ledger's 20 bad events are missing or damaged" in drawn(found)
    assert "Top contributors" not in drawn(found)


def test_a_review_says_which_part_the_raw_series_tell(asking: Asking) -> None:
    """Of 50 bad events 20 are told, and shares are of those."""
    with asking(failures()) as client:
        found, _ = asked(client, 50)
    text = drawn(found)
    assert "tell 20 bad events, the ledger 50." in text
    assert "The raw series of the others are missing or damaged." in text
    assert "| pod | a | 14 | 70 % |" in text


def test_a_counter_that_is_nan_says_nothing(asking: Asking) -> None:
    """What it damages is not told, and no number is made of it."""
    series = Series.of(FAILED, SCOPE | {"pod": "c", "instance": "c:9090", "paid": "true"})
    with asking([*failures(), *up("c"), Sample(series, float("nan"), float(NOON))]) as client:
        found, contributors = asked(client, 25)
    assert contributors.events["pod"] == {"a": 14, "b": 6}
    assert "tell 20 bad events, the ledger 25." in drawn(found)


def test_the_event_of_a_day_may_stand_in_the_next_row(asking: Asking) -> None:
    """Three days are asked for too if only the row after them knows of their last minute."""
    days = period("4d", at("2026-03-02T00:00"))
    edge = int(days.start.timestamp()) + 3 * 86_400
    series = Series.of(FAILED, SCOPE | {"pod": "a", "instance": "a:9090", "paid": "true"})
    watched = Series.of("up", SCOPE | {"pod": "a", "instance": "a:9090"})
    minutes = range(edge - 3_600, edge + 3_600, 60)
    samples = [
        *(Sample(series, 9.0 if time >= edge - 60 else 2.0, float(time)) for time in minutes),
        *(Sample(watched, 1.0, float(time)) for time in minutes),
    ]
    rows = Rows.of([Row(float(edge), 100, 0), Row(float(edge + 300), 100, 7)])
    with asking(samples) as client:
        found = with_contributors(client, CATALOGUE, PROD, days, ledger(rows))
    assert found.contributors[ORDERS.name].total == 7


def test_an_slo_without_bad_events_is_not_asked_for(asking: Asking) -> None:
    """No question, and nothing said."""
    with asking(up("a")) as client:
        rows = Rows.of([Row(float(NOON), 100, 0)])
        found = with_contributors(client, CATALOGUE, PROD, DAY, ledger(rows))
    assert found == ledger(rows)


def test_a_prometheus_that_cannot_answer_leaves_the_review_whole() -> None:
    """The reason stands where the contributors would."""
    with PrometheusClient("http://127.0.0.1:1") as client:
        found, contributors = asked(client, 20)
    assert "cannot be reached" in contributors.failure
    assert "Contributors are unknown: " in drawn(found)
    assert "| orders-accepted | " in drawn(found)


def told(events: dict[str, int]) -> Ledger:
    """Return a ledger whose bad events were made by these pods."""
    total = sum(events.values())
    rows = Rows.of([Row(float(NOON), 1_000_000, total)])
    contributors = Contributors(total=total, events={"pod": events})
    return replace(ledger(rows), contributors={ORDERS.name: contributors})


def test_the_worst_are_named_and_the_rest_is_one_line() -> None:
    """Five pods, then the others together."""
    text = drawn(told({f"pod-{number}": number for number in range(1, 8)}))
    assert "| pod | pod-7 | 7 | 25 % |" in text
    assert "| pod | pod-3 | 3 | 11 % |" in text
    assert "| pod | 2 others | 3 | 11 % |" in text
    assert "pod-2" not in text


def test_hostile_label_values_are_deaf_text() -> None:
    """What a pod is called never becomes markup."""
    found = reviewed(told({"<script>alert(1)</script>": 3}), over=DAY)
    assert "<script>alert(1)" not in page(whole(found))
    assert "&lt;script&gt;alert(1)" in page(whole(found))


@pytest.mark.parametrize(
    ("contributors", "expected"),
    [
        (
            Contributors(total=3, events={"pod": {"b": 1, "a": 2}}),
            {"bad": 3, "by": {"pod": {"a": 2, "b": 1}}},
        ),
        (Contributors(failure="nobody listens"), None),
    ],
)
def test_the_data_holds_contributors_or_null(
    contributors: Contributors, expected: dict[str, object] | None
) -> None:
    """Scripts read the same counts; what nobody could tell is null, not 0."""
    found = replace(told({"a": 3}), contributors={ORDERS.name: contributors})
    (slo,) = json.loads(json.dumps(as_data(reviewed(found, over=DAY))))["slos"]
    assert slo["contributors"] == expected
