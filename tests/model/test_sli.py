"""An SLI that cannot be counted fails on its own line, and says what would be possible."""

import pytest

from observability import (
    BooleanSLI,
    DefinitionError,
    LatencySLI,
    MatchOp,
    RatioSLI,
    TimeSliceSLI,
    milliseconds,
    promql,
    seconds,
)
from tests.shop import FAILED_ORDERS, LAG, OPEN_BASKETS, ORDERS, WAIT


def test_a_ratio_wants_two_of_three() -> None:
    """Valid, good and bad: any two make the third, one or three do not."""
    with pytest.raises(DefinitionError, match="needs two of"):
        RatioSLI(valid=ORDERS.all)
    with pytest.raises(DefinitionError, match="needs two of"):
        RatioSLI(valid=ORDERS.all, good=ORDERS.where(paid="true"), bad=FAILED_ORDERS.all)


def test_a_ratio_of_gauges_is_refused() -> None:
    """A gauge named _total is a gauge: its growth is no number of events."""
    with pytest.raises(DefinitionError, match="shop_baskets_total is exposed as a gauge"):
        RatioSLI(valid=OPEN_BASKETS.all, bad=FAILED_ORDERS.all)


def test_excluded_events_are_part_of_valid_ones() -> None:
    """Without valid= there is nothing to exclude from."""
    with pytest.raises(DefinitionError, match="give valid= too"):
        RatioSLI(good=ORDERS.all, bad=FAILED_ORDERS.all, excluded=FAILED_ORDERS.all)


def test_a_latency_ratio_of_a_summary_is_refused() -> None:
    """A summary has no buckets: the way out is named."""
    with pytest.raises(DefinitionError, match="exposed as a summary, so requests faster than 0.01"):
        LatencySLI(requests=WAIT.all, faster_than=milliseconds(10))


def test_a_latency_between_two_edges_is_refused() -> None:
    """Nothing is known between two edges; the edges are listed."""
    with pytest.raises(DefinitionError, match=r"no bucket at 0.5 s.*end at: 0.1, 1, \+Inf"):
        LatencySLI(requests=LAG.all, faster_than=seconds(0.5))


def test_a_latency_at_an_edge_is_counted_there() -> None:
    """The edge is named as exposed, however the threshold was written."""
    assert LatencySLI(requests=LAG.all, faster_than=milliseconds(1000)).edge == "1"


def test_a_quantile_that_is_not_exposed_is_refused() -> None:
    """The quantiles that exist are listed."""
    with pytest.raises(DefinitionError, match=r"no quantile '0.9'; it has: 0.5, 0.99"):
        TimeSliceSLI(requests=WAIT.all, quantile="0.9", limit=seconds(1))


def test_a_boolean_of_a_counter_is_refused() -> None:
    """A counter's value is no state."""
    with pytest.raises(DefinitionError, match="its value is not a state"):
        BooleanSLI(gauge=ORDERS.all, bad_when=MatchOp.NOT_EQUAL, value=1)


def test_the_escape_hatch_wants_a_reason() -> None:
    """Raw PromQL without a reason is refused."""
    with pytest.raises(DefinitionError, match="reason= is required"):
        promql("vector(1)", reason=" ")


def test_the_escape_hatch_is_parsed_where_it_is_written() -> None:
    """PromQL that does not parse fails on its own line, with the parser's words."""
    with pytest.raises(DefinitionError, match="is not PromQL: unclosed left parenthesis"):
        promql("sum(up", reason="a trial")
