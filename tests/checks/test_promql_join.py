"""The check promql/join."""

import pytest

from tests.shop import SCOPE, of_catalogue, of_rules, records, whats

UP = f"up{{{SCOPE}}}"
ORDERS = f"shop_orders_total{{{SCOPE}}}"
BASKETS = f"shop_baskets_total{{{SCOPE}}}"


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        (f"{ORDERS} / on (job) {BASKETS}", "/ could join many to many"),
        (f"{ORDERS} * on (instance) sum by (instance) ({UP})", "* could join many to one"),
        (f"sum({UP}) / on () {UP}", "/ could join one to many"),
        (f"{ORDERS} * on (job) group_left () {BASKETS}", "* could join many to many"),
        (f"{ORDERS} / ignoring (customer) {ORDERS}", "/ could join many to many"),
        (f"sum by (pod) ({UP}) / sum({UP})", "/ matches by labels that one side lacks: pod"),
        (f"sum by (pod) ({UP}) and sum({UP}) > 0", "and matches by labels that one side lacks"),
        (
            f'shop_baskets_total{{{SCOPE},kind="a"}} / shop_baskets_total{{{SCOPE},kind="b"}}',
            "/ matches by labels whose values differ: kind",
        ),
    ],
)
def test_a_join_that_fails_or_finds_no_partner_is_found(expression: str, what: str) -> None:
    """Read off the labels, without data."""
    assert whats("promql/join", of_rules(records(expression)))[0].startswith(what)


@pytest.mark.parametrize(
    "expression",
    [
        f"sum({UP}) / sum({ORDERS})",
        f"{BASKETS} * on (instance) group_left () sum by (instance) ({UP})",
        f"{ORDERS} and on (namespace, job, instance) {UP} == 1",
        f"vector(3) - on () (sum({UP}) or on () vector(0))",
        f"sum by (pod) ({UP}) / on (pod) sum by (pod, job) ({UP})",
        f'sum({UP}) / ignoring (kind) sum by (kind) (shop_baskets_total{{{SCOPE},kind="a"}})',
        f"{UP} > 1 or {UP}",
        f"{BASKETS} / scalar(sum({UP}))",
    ],
)
def test_a_join_that_cannot_fail_passes(expression: str) -> None:
    """Both sides are told apart by what is matched, or need not be."""
    assert whats("promql/join", of_rules(records(expression))) == []


def test_the_joins_that_we_emit_pass() -> None:
    """The ledger, ratios and alerts of a sound catalogue."""
    assert whats("promql/join", of_catalogue()) == []
