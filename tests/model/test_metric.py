"""A metric refuses what it cannot have, and says what it has."""

import pytest

from observability import (
    DefinitionError,
    Metric,
    MetricType,
    Status,
    none_of,
    one_of,
)
from tests.shop import FRONTEND, OPEN_BASKETS, ORDERS, metric


def test_an_unknown_label_is_refused_with_those_that_exist() -> None:
    """Choosing by a label that the metric lacks names the labels that it has."""
    with pytest.raises(DefinitionError, match="has no label 'colour'; it has: customer, paid"):
        ORDERS.where(colour="red")


def test_an_impossible_value_is_refused_with_those_that_exist() -> None:
    """A closed label never has another value than those listed."""
    with pytest.raises(DefinitionError, match="never has paid='maybe'; it has: true, false"):
        ORDERS.where(paid="maybe")


def test_an_open_label_takes_a_new_value() -> None:
    """Where more values may come, an unlisted one is no mistake."""
    [matcher] = OPEN_BASKETS.where(kind="gift").matchers
    assert (matcher.label, matcher.op, matcher.value) == ("kind", "=", "gift")


@pytest.mark.parametrize("label", ["customer", "process"])
def test_choosing_one_of_unboundedly_many_is_refused(label: str) -> None:
    """A promise for one customer or one process is none."""
    with pytest.raises(DefinitionError, match=f"cannot be chosen by '{label}'"):
        ORDERS.where(**{label: "one"})


def test_a_label_is_narrowed_once() -> None:
    """Two conditions on one label would quietly choose nothing."""
    with pytest.raises(DefinitionError, match="already narrowed by 'paid'"):
        ORDERS.where(paid="true").where(paid="false")


def test_choices_become_one_anchored_regex() -> None:
    """Several values become alternatives, sorted, with what a regex means by itself escaped."""
    [matcher] = OPEN_BASKETS.where(kind=one_of("b.c", "a")).matchers
    assert (matcher.op, matcher.value) == ("=~", r"a|b\.c")
    [matcher] = OPEN_BASKETS.where(kind=none_of("b", "a")).matchers
    assert (matcher.op, matcher.value) == ("!~", "a|b")


@pytest.mark.parametrize("name", ["1st", "with space", "", 'quo"te', "a\nb", "ü", "x" * 3 + "{"])
def test_a_name_that_prometheus_refuses_is_refused(name: str) -> None:
    """Metric names are legacy names: letters, digits, _ and :."""
    with pytest.raises(DefinitionError, match="is not a metric name"):
        metric(name, MetricType.COUNTER)


def test_only_a_summary_has_quantiles() -> None:
    """A counter with quantiles is a mix-up of types."""
    with pytest.raises(DefinitionError, match="only a summary has quantiles"):
        metric("x_total", MetricType.COUNTER, quantiles=("0.5",))


def test_a_metric_that_is_not_recorded_says_what_it_awaits() -> None:
    """Waiting without knowing for what is refused."""
    with pytest.raises(DefinitionError, match="say in `awaits`"):
        Metric(
            name="x_total",
            type=MetricType.COUNTER,
            components=(FRONTEND,),
            status=Status.DEFINED,
            source="invented",
            help="Invented.",
        )
