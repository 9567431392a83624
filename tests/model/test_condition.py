"""Conditions: which are refused, in which words, and how they read."""

from collections.abc import Callable

import pytest

from observability import (
    DefinitionError,
    Increase,
    MetricType,
    NoRollout,
    Present,
    Ratio,
    TimeToZero,
    Unanswered,
    Value,
    above,
    all_of,
    any_of,
    below,
    declared,
    exactly,
    hours,
    majority,
    minutes,
    percent,
    ratio,
)
from observability.model.condition import Condition, in_words
from tests.shop import FRONTEND, ORDERS, metric

FREE = metric("shop_disk_free_bytes", MetricType.GAUGE, unit="bytes")
SIZE = metric("shop_disk_size_bytes", MetricType.GAUGE, unit="bytes")
QUEUE = metric("shop_queue_length", MetricType.GAUGE)
PODS = Present(component=FRONTEND)
SHARE = Ratio(part=FREE.all, whole=SIZE.all)

REFUSED: dict[str, tuple[Callable[[], Condition], str]] = {
    "a share compared with a number": (
        lambda: below(SHARE, 3),
        "shop_disk_size_bytes) below 3: it is in ratio: give a limit like percent",
    ),
    "a time compared with a share": (
        lambda: below(TimeToZero(gauge=FREE.all, trend=hours(1)), percent(3)),
        "it is in seconds: give a limit like hours",
    ),
    "a number compared with a time": (
        lambda: above(Value(gauge=QUEUE.all), hours(1)),
        "it is in count: give a limit like 3 or majority",
    ),
    "bytes": (
        lambda: below(Value(gauge=FREE.all), 3),
        "it is in bytes, for which no limit holds for long",
    ),
    "declared of something that is no pod": (
        lambda: below(Value(gauge=QUEUE.all), declared),
        "declared and majority are numbers of pods",
    ),
    "fewer pods than none": (lambda: below(PODS, 0), "it never is, or always"),
    "a share above all of it": (lambda: above(SHARE, percent(100)), "it never is, or always"),
    "a share below more than all of it": (
        lambda: below(SHARE, ratio(1.5)),
        "it never is, or always",
    ),
    "a share that is exactly something": (
        lambda: exactly(SHARE, percent(3)),
        "only whole numbers are exactly something",
    ),
    "a counter without a time": (
        lambda: above(Increase(counter=ORDERS.all), 0),
        "say of which time it is, like over=minutes",
    ),
    "a value of now with a time": (
        lambda: above(Value(gauge=QUEUE.all), 3, over=minutes(5)),
        "it is a value of now: leave over= out",
    ),
    "one of one": (lambda: any_of(below(PODS, 1)), "any_of: give at least two conditions"),
    "all of one": (lambda: all_of(below(PODS, 1)), "all_of: give at least two conditions"),
    "a rollout as a fault, or": (
        lambda: any_of(below(PODS, 1), NoRollout(component=FRONTEND)),
        "any_of: NoRollout is no fault",
    ),
    "a rollout as a fault, and": (
        lambda: all_of(NoRollout(component=FRONTEND), below(PODS, 1)),
        "all_of: NoRollout is no fault",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_never_hold_is_refused(name: str) -> None:
    """Where it is written, with what would be right."""
    write, words = REFUSED[name]
    with pytest.raises(DefinitionError) as error:
        write()
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (below(PODS, majority), "present pods of frontend below majority"),
        (exactly(PODS, declared - 1), "present pods of frontend exactly declared - 1"),
        (
            below(SHARE, percent(3)),
            "Ratio(shop_disk_free_bytes / shop_disk_size_bytes) below 3 %",
        ),
        (
            above(Increase(counter=ORDERS.all), 4, over=minutes(15)),
            "Increase(shop_orders_total) in 15 min above 4",
        ),
        (
            all_of(below(PODS, declared), NoRollout(component=FRONTEND)),
            (
                "present pods of frontend below declared and "
                "no rollout of frontend moved within 10 minutes"
            ),
        ),
        (
            any_of(below(PODS, 1), Unanswered(component=FRONTEND)),
            (
                "(present pods of frontend below 1) or "
                "(pods of frontend are ready and none of its targets answers)"
            ),
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(condition: Condition, words: str) -> None:
    """For explain and for the reference."""
    assert in_words(condition) == words
