"""What an explanation says."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from observability import BurnRateTier, Severity, days, hours, minutes, percent
from observability.catalogue.burn_rates import STANDARD
from observability.explanations.explanation import explanation
from tests.shop import ORDERS_ACCEPTED, POLICY, PROD, SHOP

CREEPING = BurnRateTier(
    name="creeping", severity=Severity.WARNING, budget_share=percent(10), long_window=days(3)
)


def test_the_budget_is_exact() -> None:
    """0.1 % of 28 days are 40.32 minutes, and 1,000 events of a million."""
    explained = explanation(SHOP, ORDERS_ACCEPTED, PROD)
    assert explained.outage_minutes == Decimal("40.32")
    assert explained.bad_per_million == 1000


def test_the_promise_is_a_sentence() -> None:
    """What is promised, of how much, over which window."""
    assert explanation(SHOP, ORDERS_ACCEPTED, PROD).promise == (
        "An order is accepted. Of the valid events of any 28d, at least 99.9 % are good."
    )


def test_a_page_is_a_ticket_where_nobody_is_paged() -> None:
    """The severity is that of the environment."""
    quiet = replace(PROD, pages=False)
    assert [t.severity for t in explanation(SHOP, ORDERS_ACCEPTED, PROD).tiers] == ["critical"]
    assert [t.severity for t in explanation(SHOP, ORDERS_ACCEPTED, quiet).tiers] == ["warning"]


def test_it_says_from_which_traffic_on_a_total_outage_is_noticed() -> None:
    """By 5 events: pages of six hours from 20 a day on, tickets of three days from 5 thirds on."""
    slo = replace(ORDERS_ACCEPTED, policy=STANDARD)
    pages, tickets = explanation(SHOP, slo, PROD).traffic
    assert (pages.severity, pages.least.per_day) == ("critical", Fraction(20))
    assert (tickets.severity, tickets.least.per_day) == ("warning", Fraction(5, 3))
    assert pages.after == (hours(5), minutes(100), minutes(15), minutes(5))
    # Where nobody is paged, all are tickets.
    (only,) = explanation(SHOP, slo, replace(PROD, pages=False)).traffic
    assert (only.severity, only.least.window) == ("warning", days(3))


def test_a_factor_below_one_is_named() -> None:
    """It tickets an SLO that meets its objective; 13.44 does not."""
    slo = replace(ORDERS_ACCEPTED, policy=replace(POLICY, tiers=(*POLICY.tiers, CREEPING)))
    fast, creeping = explanation(SHOP, slo, PROD).tiers
    assert (fast.tickets_what_is_met, creeping.tickets_what_is_met) == (False, True)
    assert creeping.threshold == "14 / 15 * 0.001"


def test_the_promql_is_that_of_the_emitted_rules() -> None:
    """The two rows of the ledger and one alert for each tier, broken into lines as emitted."""
    explained = explanation(SHOP, ORDERS_ACCEPTED, PROD)
    assert [query.name for query in explained.ledger] == [
        "slo:valid:increase1m",
        "slo:bad:increase1m",
    ]
    [alert] = explained.alerts
    assert alert.name == "ShopOrdersAccepted (fast)"
    assert ">\n      13.44 * 0.001\n" in alert.promql


def test_the_states_are_those_that_pages_and_reviews_judge_by() -> None:
    """Each with what must hold, in the order in which they are tried; the last holds otherwise."""
    states = [
        (rule.state.word, str(rule)) for rule in explanation(SHOP, ORDERS_ACCEPTED, PROD).states
    ]
    assert states == [
        ("NOT RECORDED", "can be judged == 0"),
        ("NOT RECORDED", "coverage == 0 and live == 0"),
        ("CONTRADICTED", "excess >= 5 and excess > 0.05 x budget"),
        ("NO DATA", "valid == 0"),
        ("PARTIAL", "coverage < 0.99"),
        ("LOW TRAFFIC", "budget < 5 and bad < 5"),
        ("MISSED", "bad > budget"),
        ("AT RISK", "bad >= 0.75 x budget"),
        ("MET", ""),
    ]
