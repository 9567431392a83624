"""The check slos/moment, and what the model refuses of the kind."""

from dataclasses import replace

import pytest

from observability import (
    CountedAt,
    DefinitionError,
    MetricType,
    RatioSLI,
    Selector,
)
from observability.checks.problem import Level
from tests.shop import found, metric, of_catalogue, with_slo

START, END = CountedAt.START, CountedAt.END


def counter(name: str, counted_at: CountedAt | None) -> Selector:
    """Return a counter of the shop that rises then."""
    return replace(metric(name, MetricType.COUNTER), counted_at=counted_at).all


@pytest.mark.parametrize("part", ["good", "bad", "excluded"])
def test_events_that_are_counted_before_they_are_valid_are_refused(part: str) -> None:
    """A second after the start of 10 orders none is valid and 10 are good, or bad, or excluded."""
    parts = {"good": counter("shop_good_total", END), part: counter("shop_part_total", START)}
    given = {"good": parts["good"], part: parts[part]} if part != "bad" else {part: parts[part]}
    message = f"^{part}=shop_part_total is counted when an operation starts, and valid=shop_total"
    with pytest.raises(DefinitionError, match=message):
        RatioSLI(valid=counter("shop_total", END), **given)


@pytest.mark.parametrize(
    ("valid", "part"),
    [(END, END), (START, START), (START, END), (None, START), (END, None), (None, None)],
)
def test_other_pairs_are_possible(valid: CountedAt | None, part: CountedAt | None) -> None:
    """What rises at the same moment, what ends later, and what nobody knows."""
    RatioSLI(valid=counter("shop_total", valid), bad=counter("shop_part_total", part))


def problems(valid: CountedAt | None, **part: Selector) -> list[str]:
    """Return what the check says of a ratio."""
    sli = RatioSLI(valid=counter("shop_total", valid), **part)
    found_problems = found("slos/moment", of_catalogue(with_slo(sli=sli)))
    assert all(problem.level is Level.WARNING for problem in found_problems)
    return [problem.what for problem in found_problems]


def test_operations_that_are_bad_until_they_end_are_a_warning() -> None:
    """A push of three minutes would be bad for three minutes, and no push fails."""
    assert problems(START, good=counter("shop_good_total", END)) == [
        "shop_total counts operations that start, and shop_good_total those that end well"
    ]


@pytest.mark.parametrize("valid", [START, END, None])
def test_what_rises_together_and_failures_that_come_later_pass(valid: CountedAt | None) -> None:
    """A failure that is counted later is one event all the same."""
    assert problems(valid, good=counter("shop_good_total", valid)) == []
    assert problems(valid, bad=counter("shop_bad_total", END)) == []


def test_a_state_is_not_counted() -> None:
    """Only what counts rises at some moment."""
    with pytest.raises(DefinitionError, match="shop_open is a gauge; only what counts"):
        replace(metric("shop_open", MetricType.GAUGE), counted_at=END)
