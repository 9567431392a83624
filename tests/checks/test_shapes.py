"""What an expression gives, read off its tree: labels, keys, and what a selector pins down."""

import promql_parser
import pytest

from observability.checks.shapes import TARGET_KEY, Known, equalities, shape
from observability.model.prometheus import UP

KNOWN = Known.of((UP,), ())


@pytest.mark.parametrize(
    ("expression", "told_apart_by_job"),
    [
        ('up{job="a",namespace="n"} or up{job="b",namespace="n"}', True),
        ('up{job="a",namespace="n"} or up{job="a",namespace="n"}', False),
        ('up{job="a",namespace="n"} or up{namespace="n"}', True),
    ],
)
def test_a_label_that_differs_between_two_sides_tells_them_apart(
    expression: str, *, told_apart_by_job: bool
) -> None:
    """A join that does not match it is many-to-many, though each side pins it to one value."""
    key = shape(promql_parser.parse(expression), KNOWN).key
    assert key == TARGET_KEY - {"namespace"} - (set() if told_apart_by_job else {"job"})


@pytest.mark.parametrize(
    ("matcher", "pinned"),
    [
        ('="a"', "a"),
        ('=~"shop-frontend"', "shop-frontend"),
        ('=~"shop\\\\.example"', "shop.example"),
        ('=~"a|b"', None),
        ('=~"a.*"', None),
        ('!="a"', None),
        ('!~"a"', None),
    ],
)
def test_a_selector_pins_a_label_to_one_value(matcher: str, pinned: str | None) -> None:
    """By `=`, and by a regular expression that only one value matches."""
    selector = promql_parser.parse(f"up{{job{matcher}}}")
    assert equalities(selector).get("job") == pinned
