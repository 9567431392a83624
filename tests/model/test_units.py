"""Words for numbers are exact."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observability import DefinitionError, days, milliseconds, percent, seconds


def test_percent_is_exact() -> None:
    """99.9 % is 0.999 and its budget 0.001, to the last digit."""
    assert percent(99.9) == Decimal("0.999")
    assert 1 - percent(99.9) == Decimal("0.001")


@given(st.decimals(min_value=0, max_value=100, places=6))
def test_percent_keeps_every_digit(value: Decimal) -> None:
    """A percentage of six places becomes the ratio of eight that it says."""
    assert percent(value) * 100 == value


@pytest.mark.parametrize("text", ["ninety", "", "99,9", "nan", "Infinity"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """A percentage that is no finite number is refused, and quoted."""
    with pytest.raises(DefinitionError, match="not a") as refused:
        percent(text)
    assert repr(text) in str(refused.value)


def test_durations_are_what_they_say() -> None:
    """28 days are 28 days, a tenth of a second is 100 milliseconds."""
    assert days(28) == timedelta(days=28)
    assert seconds(0.1) == milliseconds(100)


def test_a_duration_finer_than_a_microsecond_is_refused() -> None:
    """What cannot be kept exactly is refused instead of rounded."""
    with pytest.raises(DefinitionError, match="finer than a microsecond"):
        seconds("0.0000001")
