"""The burn-rate policies: which share of the budget, spent within which window, wants whom."""

from observability import Basis, BurnRatePolicy, BurnRateTier, Severity, days, hours, percent

WORKBOOK = "Google SRE workbook, chapter 5, table 5-8"

FAST = BurnRateTier(
    name="fast",
    severity=Severity.CRITICAL,
    budget_share=percent(2),
    long_window=hours(1),
)
STEADY = BurnRateTier(
    name="steady",
    severity=Severity.CRITICAL,
    budget_share=percent(5),
    long_window=hours(6),
)
SLOW = BurnRateTier(
    name="slow",
    severity=Severity.WARNING,
    budget_share=percent(10),
    long_window=days(1),
)
CREEPING = BurnRateTier(
    name="creeping",
    severity=Severity.WARNING,
    budget_share=percent(10),
    long_window=days(3),
)

STANDARD = BurnRatePolicy(
    name="standard",
    tiers=(FAST, STEADY, SLOW, CREEPING),
    min_bad_events=5,
    source=WORKBOOK + "; the floor of bad events is ours: a few failed requests wake nobody",
)
"""Pages for what spends the budget within days, tickets for what spends it within the window."""

MINUTES = BurnRatePolicy(
    name="minutes",
    tiers=(FAST, STEADY, SLOW, CREEPING),
    min_bad_events=2,
    source=WORKBOOK + "; an event is a minute, and one bad minute is over before anybody looks",
)
"""For SLIs that count minutes."""

TICKETS = BurnRatePolicy(
    name="tickets",
    tiers=(SLOW, CREEPING),
    min_bad_events=10,
    source=WORKBOOK + ", its ticket tiers; a Prometheus that has just started sees its targets "
    "one by one, so the floor is higher",
)
"""For promises that wake nobody."""

FEW_EVENTS = BurnRatePolicy(
    name="few-events",
    basis=Basis.EVENTS,
    tiers=(
        BurnRateTier(
            name="fast",
            severity=Severity.CRITICAL,
            budget_share=percent(2),
            long_window=hours(1),
            short_window_divisor=4,
        ),
        BurnRateTier(
            name="steady",
            severity=Severity.CRITICAL,
            budget_share=percent(5),
            long_window=hours(6),
            short_window_divisor=4,
        ),
        BurnRateTier(
            name="slow",
            severity=Severity.WARNING,
            budget_share=percent(10),
            long_window=days(1),
            short_window_divisor=4,
        ),
        BurnRateTier(
            name="creeping",
            severity=Severity.WARNING,
            budget_share=percent(10),
            long_window=days(3),
            short_window_divisor=4,
        ),
    ),
    min_bad_events=3,
    source=WORKBOOK + '; compared in events, since with little traffic ("Low-traffic services", '
    "same chapter) a handful of failures is a high ratio and no great loss",
)
"""For little traffic: bad events against the period's budget in events."""

POLICIES = (STANDARD, MINUTES, TICKETS, FEW_EVENTS)
